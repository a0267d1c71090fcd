import { Guard } from '@parley/tools/bootstrap/guard.mjs';
import { Starter } from './starter.ts';

/**
 * Runs the real starter for the journeys, and ends it afterwards; the guard ends it too when the runner is killed.
 * PARLEY_E2E_STACK may hold the JSON line of a stack that runs already, or `none` when only the starter is tested.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.PARLEY_E2E_STACK) return undefined;
  const guard = new Guard();
  const starter = await Starter.start({ env: guard.mark });
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
