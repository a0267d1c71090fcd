/** Reactions of one person within `WITHIN_MS`. */
const MOST = 5;
const WITHIN_MS = 5_000;
/** People noted before those who are quiet are forgotten. */
const SWEEP_AT = 1_000;

/** How often somebody may do something: five times in any five seconds. Counted per instance, in memory. */
export class Pace {
  private readonly times = new Map<string, readonly number[]>();

  /** Notes one time; milliseconds until there may be another when it is too soon, which notes nothing, else 0. */
  take(whose: string, now: number): number {
    const lately = (this.times.get(whose) ?? []).filter((time) => time > now - WITHIN_MS);
    const [first] = lately;
    if (first !== undefined && lately.length >= MOST) return first + WITHIN_MS - now;
    if (this.times.size >= SWEEP_AT) this.sweep(now);
    this.times.set(whose, [...lately, now]);
    return 0;
  }

  private sweep(now: number): void {
    for (const [whose, times] of this.times) if ((times.at(-1) ?? 0) <= now - WITHIN_MS) this.times.delete(whose);
  }
}
