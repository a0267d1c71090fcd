import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until something is so.
 *
 * @param what said when it does not come: `not within 30 s: …`
 * @param look true, or a word on what is still missing; what it throws ends the wait
 */
export async function until(
  what: string,
  look: () => boolean | string | Promise<boolean | string>,
  options: { patienceMs?: number; everyMs?: number } = {},
): Promise<void> {
  const { patienceMs = 30_000, everyMs = 100 } = options;
  const begun = Date.now();
  for (;;) {
    const seen = await look();
    if (seen === true) return;
    if (Date.now() - begun > patienceMs) {
      throw new Error(`not within ${patienceMs / 1000} s: ${what}${seen ? ` (${seen})` : ''}`);
    }
    await pause(everyMs);
  }
}
