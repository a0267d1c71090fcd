/** Ends ticks: all that changes within one is told together, so that a socket which follows much gets one write for it. */
export class Ticks {
  private readonly due = new Map<number, Set<() => void>>();

  /** Calls at the end of the tick of that many milliseconds that is running, or begins now; once, however often it was asked. */
  join(milliseconds: number, tell: () => void): void {
    let tick = this.due.get(milliseconds);
    if (!tick) {
      tick = new Set();
      this.due.set(milliseconds, tick);
      setTimeout(() => this.end(milliseconds), milliseconds);
    }
    tick.add(tell);
  }

  private end(milliseconds: number): void {
    const tick = this.due.get(milliseconds) ?? [];
    this.due.delete(milliseconds);
    for (const tell of tick) tell();
  }
}
