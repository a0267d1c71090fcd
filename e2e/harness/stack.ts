import { environmentOf } from '@parley/tools/embedded/environment-of.ts';

/** What `npm start -- --json` prints: where everything answers, the processes, and two people to sign in as. */
export interface Stack {
  url: string;
  graphql: string;
  ws: string;
  livekit: string;
  internal: { webhook: string; subgraphs: Record<string, string>; mail: string };
  pids: Record<string, number>;
  demo: { email: string; password: string }[];
}

/** The stack of this run, started by the global setup. */
export function stack(): Stack {
  const line = process.env.PARLEY_E2E_STACK;
  if (!line) throw new Error('The stack was not started: run the journeys with Playwright’s runner.');
  return JSON.parse(line) as Stack;
}

/**
 * LiveKit's own address, behind the gate, as the media-gateway knows it: for native clients, which send the join token in a header
 * that the gate does not take.
 */
export function livekitOf({ pids }: Stack): string {
  const url = environmentOf(pids['media-gateway'] as number)['LIVEKIT_URL'];
  if (!url) throw new Error('The media-gateway does not say where LiveKit is.');
  return url.replace(/^http/, 'ws');
}
