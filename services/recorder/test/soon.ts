import { setTimeout as sleep } from 'node:timers/promises';

/** Two cores are shared with whatever else runs. */
const PATIENCE_MS = 60_000;

/** What `look` finds, as soon as it finds something. @throws when that takes a minute */
export async function soon<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const begun = Date.now(); Date.now() - begun < PATIENCE_MS; await sleep(25)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`${what} was waited for in vain`);
}
