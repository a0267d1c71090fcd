/** What `npm start -- --json` prints: where everything answers, the processes, and two people to sign in as. */
export interface Stack {
  url: string;
  graphql: string;
  ws: string;
  livekit: string;
  internal: { webhook: string; subgraphs: Record<string, string> };
  pids: Record<string, number>;
  demo: { email: string; password: string }[];
}

/** The stack of this run, started by the global setup. */
export function stack(): Stack {
  const line = process.env.PARLEY_E2E_STACK;
  if (!line) throw new Error('The stack was not started: run the journeys with Playwright’s runner.');
  return JSON.parse(line) as Stack;
}
