/** How often somebody may do something. */
export interface PaceLimit {
  /** Times within any stretch of `withinMs`. */
  most: number;
  /** Milliseconds. */
  withinMs: number;
}

/** People noted before those who are quiet are forgotten. */
const SWEEP_AT = 1_000;

/** Counts how often each does something. Per instance, in memory. */
export class Pace {
  private readonly times = new Map<string, readonly number[]>();

  constructor(private readonly limit: PaceLimit) {}

  /**
   * Notes one time; milliseconds until there may be another when it is too soon, which notes nothing, else 0.
   * @param now milliseconds of a clock that never goes back
   */
  take(whose: string, now = performance.now()): number {
    const { most, withinMs } = this.limit;
    const lately = (this.times.get(whose) ?? []).filter((time) => time > now - withinMs);
    const [first] = lately;
    if (first !== undefined && lately.length >= most) return first + withinMs - now;
    if (this.times.size >= SWEEP_AT) this.sweep(now);
    this.times.set(whose, [...lately, now]);
    return 0;
  }

  private sweep(now: number): void {
    for (const [whose, times] of this.times)
      if ((times.at(-1) ?? 0) <= now - this.limit.withinMs) this.times.delete(whose);
  }
}
