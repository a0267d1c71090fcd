import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until something is so, or the time is over.
 *
 * @returns how long it took, in milliseconds; the caller decides whether that was too long
 */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<number> {
  const begun = Date.now();
  while (!(await isSo())) {
    if (Date.now() - begun > withinMs) break;
    await sleep(10);
  }
  return Date.now() - begun;
}
