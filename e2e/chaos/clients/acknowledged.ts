/** Counts what was acknowledged while a run goes on, and how long nothing was. The verdict is the checker's, from the raw logs. */
export class Acknowledged {
  count = 0;
  private last = performance.now();
  private longest = 0;

  /** @param isNew false for what was acknowledged before, and sent again all the same */
  add(isNew: boolean): void {
    if (isNew) this.count += 1;
    this.longest = this.gap();
    this.last = performance.now();
  }

  /** From now on the gap is counted anew. */
  restart(): void {
    this.longest = 0;
    this.last = performance.now();
  }

  /** Milliseconds: the longest without an acknowledgement since `restart`. */
  gap(): number {
    return Math.max(this.longest, performance.now() - this.last);
  }
}
