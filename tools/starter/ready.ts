import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { StepFailure } from '../bootstrap/failure.mjs';
import { withClient } from '../embedded/databases.ts';
import type { Supervisor } from './supervisor.ts';

const LOOK_EVERY_MS = 50;
const TOO_LONG_MS = 90_000;
const HOPELESS_EXITS = 3;

/**
 * Waits until a part answers; gives up when it keeps exiting or takes too long.
 *
 * @param answers whether it answers now; a throw counts as no
 */
export async function waitUntilReady(
  supervisor: Supervisor,
  name: string,
  answers: () => Promise<boolean>,
): Promise<void> {
  const begun = Date.now();
  const fail = (why: string) =>
    new StepFailure(name, why, {
      log: supervisor.logOf(name),
      mend: 'the log says what it lacks; mend that and start again',
    });
  while (!(await answers().catch(() => false))) {
    if (supervisor.exitsOf(name) >= HOPELESS_EXITS)
      throw fail(`it exited ${HOPELESS_EXITS} times without becoming ready`);
    if (Date.now() - begun > TOO_LONG_MS) throw fail(`it was not ready after ${TOO_LONG_MS / 1000} s`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Whether an address answers with a 2xx status. */
export async function answersHttp(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  await response.arrayBuffer();
  return response.ok;
}

/** Whether Postgres takes a query. */
export function answersSql(url: string): Promise<boolean> {
  return withClient(url, async (client) => (await client.query('SELECT 1')).rowCount === 1);
}

/** Whether a NATS server greets on a port of this machine. */
export function answersNats(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(2000, () => socket.destroy());
    socket.once('data', (greeting) => {
      resolve(greeting.toString('latin1').startsWith('INFO '));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
