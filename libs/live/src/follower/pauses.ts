import type { Refused } from '@parley/errors';

/** A time between two bounds, so that thousands do not act at once. Milliseconds. */
export const between = ([least, most]: readonly [number, number]): number => least + Math.random() * (most - least);

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits that grow from a fifth of a second to five seconds, spread by a half. */
export class Backoff {
  private next = 200;

  async wait(): Promise<void> {
    const now = this.next;
    this.next = Math.min(now * 2, 5_000);
    await pause(between([now / 2, now]));
  }
}

/** A refusal that time mends: the owner or the broker is away. */
export const isAway = (error: Refused): boolean =>
  error.code === 'UNAVAILABLE' || error.code === 'INTERNAL' || error.code === 'RATE_LIMITED';
