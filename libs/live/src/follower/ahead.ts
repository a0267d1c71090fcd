import type { KeptEvent } from '@parley/contracts';

/**
 * Events of one epoch that came before their turn. Bounded: when it overflows it is thrown away, since the log has them
 * all and is read again by pages.
 */
export class Ahead {
  private readonly events = new Map<number, KeptEvent>();
  private epoch: string | undefined;

  constructor(private readonly capacity = 1_000) {}

  get size(): number {
    return this.events.size;
  }

  put(event: KeptEvent, epoch: string): void {
    if (this.events.size >= this.capacity || epoch !== this.epoch) this.events.clear();
    this.epoch = epoch;
    this.events.set(event.seq, event);
  }

  /** The event with this seq, which is taken out. */
  take(seq: number): KeptEvent | undefined {
    const event = this.events.get(seq);
    this.events.delete(seq);
    return event;
  }

  /** Keeps only what is of this epoch and later than `seq`. */
  keepBehind(seq: number, epoch: string): void {
    if (epoch !== this.epoch) this.events.clear();
    for (const one of this.events.keys()) if (one <= seq) this.events.delete(one);
  }

  clear(): void {
    this.events.clear();
  }
}
