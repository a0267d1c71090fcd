import type { KeptEvent } from '@parley/contracts';

/** The last events of a topic, so that whoever is a little behind joins without a read. */
export class Recent {
  private events: KeptEvent[] = [];
  private floor = Infinity;

  constructor(private readonly capacity = 128) {}

  /** Begins behind `seq`: everything later will be here until it is too much. */
  startAt(seq: number): void {
    this.events = [];
    this.floor = seq;
  }

  push(event: KeptEvent): void {
    this.events.push(event);
    if (this.events.length < 2 * this.capacity) return;
    this.events = this.events.slice(-this.capacity);
    this.floor = (this.events[0] as KeptEvent).seq - 1;
  }

  /** Everything behind `seq`, or `undefined` when not all of it is still here. */
  after(seq: number): KeptEvent[] | undefined {
    return seq >= this.floor ? this.events.filter((event) => event.seq > seq) : undefined;
  }
}
