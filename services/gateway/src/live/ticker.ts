/** Something that gathers what comes in one tick of the event loop. */
export interface Gathers {
  flush(): void;
}

/**
 * Ends a tick: what NATS brought in one read of its socket is framed together, then written with one write per socket.
 * Groups flush into writers, so they go first.
 */
export class Ticker {
  private readonly groups = new Set<Gathers>();
  private readonly writers = new Set<Gathers>();
  private isDue = false;

  groupHasSome(group: Gathers): void {
    this.groups.add(group);
    this.arm();
  }

  writerHasSome(writer: Gathers): void {
    this.writers.add(writer);
    this.arm();
  }

  private arm(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => this.end());
  }

  private end(): void {
    for (const group of this.groups) group.flush();
    this.groups.clear();
    this.isDue = false;
    const writers = [...this.writers];
    this.writers.clear();
    for (const writer of writers) writer.flush();
  }
}
