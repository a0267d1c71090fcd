import { inject, Injectable } from '@angular/core';
import { ASK_SERVER } from './server-probe';

/** Waits before each try to come back, in milliseconds; the last repeats. */
const WAITS_MS = [250, 500, 1000, 2000, 4000];
/** So long one tries by oneself, in milliseconds; afterwards there is a button. */
export const PATIENCE_MS = 120_000;
/** Between two questions whether the server is there. */
const ASK_MS = 500;

/** Comes back by itself after everything was lost: as soon as the server answers, and more slowly each time that fails. */
@Injectable()
export class Patience {
  readonly #askServer = inject(ASK_SERVER);

  /** Tries until it works (true), the time is over (false), or nobody wants it any more (false). */
  async until(isWanted: () => boolean, attempt: () => Promise<void>): Promise<boolean> {
    const begun = performance.now();
    for (let tries = 0; isWanted() && performance.now() - begun < PATIENCE_MS; tries++) {
      await pause(WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 0);
      if (!(await this.#answered(isWanted, begun + PATIENCE_MS))) return false;
      try {
        await attempt();
        return true;
      } catch {
        continue;
      }
    }
    return false;
  }

  async #answered(isWanted: () => boolean, until: number): Promise<boolean> {
    while (isWanted() && performance.now() < until) {
      if (await this.#askServer()) return isWanted();
      await pause(ASK_MS);
    }
    return false;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
