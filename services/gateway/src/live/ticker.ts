/** Something that gathers what comes in one tick. */
export interface Gathers {
  flush(): void;
}

/** Longest time the ticker rests after a tick, in milliseconds. */
const MAX_REST_MS = 4;

/**
 * Ends a tick: what came meanwhile is framed together, then written with one write per socket. Groups flush into writers,
 * so they go first. After a tick it rests as long as the tick took: with few sockets that is nothing, and an
 * event leaves with the loop it came in; with thousands, more events share a write, and at most half the time is spent writing.
 */
export class Ticker {
  private readonly groups = new Set<Gathers>();
  private readonly writers = new Set<Gathers>();
  private isDue = false;
  private restUntil = 0;

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
    const rest = this.restUntil - performance.now();
    // Node's timers know whole milliseconds.
    if (rest >= 0.5) setTimeout(() => this.end(), rest);
    else setImmediate(() => this.end());
  }

  private end(): void {
    const begun = performance.now();
    for (const group of this.groups) group.flush();
    this.groups.clear();
    this.isDue = false;
    const writers = [...this.writers];
    this.writers.clear();
    for (const writer of writers) writer.flush();
    const ended = performance.now();
    this.restUntil = ended + Math.min(ended - begun, MAX_REST_MS);
  }
}
