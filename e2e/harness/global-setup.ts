import { Guard } from '@parley/tools/bootstrap/guard.mjs';
import { freePort } from '@parley/tools/embedded/free-port.ts';
import { Starter } from './starter.ts';

/**
 * Runs the real starter for the journeys, and ends it afterwards; the guard ends it too when the runner is killed.
 * PARLEY_E2E_STACK may hold the JSON line of a stack that runs already, or `none` when only the starter is tested.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.PARLEY_E2E_STACK) return undefined;
  const guard = new Guard();
  // Where the journey of notifications plays the push service of a browser's maker.
  const pushPort = String(await freePort());
  process.env.PARLEY_E2E_PUSH_PORT = pushPort;
  const env = { ...guard.mark, PUSH_TEST_ORIGINS: `http://127.0.0.1:${pushPort}` };
  const starter = await Starter.start({ env });
  try {
    process.env.PARLEY_E2E_STACK = JSON.stringify(await starter.ready());
  } catch (error) {
    await guard.close();
    throw error;
  }
  return async () => {
    await starter.dispose();
    await guard.close();
  };
}
