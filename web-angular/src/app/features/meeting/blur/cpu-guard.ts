/** How many pictures a second are worked on: all there are, half of them, none. */
export type Pace = 30 | 15 | 0;

/** Looks this long before it judges, in milliseconds. */
export const JUDGE_MS = 3000;
/** Of a picture's time, this much may be work: the rest is for the call. */
export const BUDGET = 0.6;

/**
 * Watches how long the work on a picture takes. Over budget for three seconds it halves the pace, and if that does not help it gives up:
 * a background that is seen is better than a voice that stutters.
 */
export class CpuGuard {
  #pace: Pace = 30;
  #since: number | undefined;
  #work = 0;
  #pictures = 0;

  /** @param budget share of a picture's time, 0 to 1 */
  constructor(private readonly budget = BUDGET) {}

  get pace(): Pace {
    return this.#pace;
  }

  /**
   * Notes one picture.
   *
   * @param workMs how long it took, in milliseconds
   * @param now milliseconds, on any clock that only goes on
   * @returns the pace from now on
   */
  note(workMs: number, now: number): Pace {
    if (this.#pace === 0) return 0;
    this.#since ??= now;
    this.#work += workMs;
    this.#pictures += 1;
    if (now - this.#since < JUDGE_MS) return this.#pace;
    const isOver = this.#work / this.#pictures > (1000 / this.#pace) * this.budget;
    if (isOver) this.#pace = this.#pace === 30 ? 15 : 0;
    [this.#since, this.#work, this.#pictures] = [now, 0, 0];
    return this.#pace;
  }
}
