/** The moments of a run: all its histories are written by one process, and so by one clock. */
export class Clock {
  private readonly begun = performance.now();

  /** Milliseconds since the run began, to the microsecond. */
  now(): number {
    return Math.round((performance.now() - this.begun) * 1000) / 1000;
  }
}
