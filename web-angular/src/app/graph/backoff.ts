/** The longest wait between two attempts, in milliseconds. */
const CEILING_MS = 15_000;

/**
 * How long to wait before attempt number `attempt` (from 1), in milliseconds: doubling from a quarter of a second, spread over
 * its upper half so that a thousand browsers do not come back at once.
 *
 * @param random between 0 and 1
 */
export function backoff(attempt: number, random: number): number {
  const full = Math.min(CEILING_MS, 250 * 2 ** Math.max(0, attempt - 1));
  return full * (0.5 + random / 2);
}

/** Waits, or comes back at once when `wake` says `wake`. */
export function waitOrWake(milliseconds: number, wake: EventTarget): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      wake.removeEventListener('wake', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    wake.addEventListener('wake', done);
  });
}
