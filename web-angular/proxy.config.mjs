/** `npm run dev` serves the client by itself; everything else is asked of a running stack (`PARLEY_PORT`, 4000). */
const target = `http://localhost:${process.env.PARLEY_PORT ?? 4000}`;

export default {
  '/graphql': { target, ws: true },
  '/rtc': { target, ws: true },
};
