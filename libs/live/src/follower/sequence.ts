import type { KeptEvent } from '@parley/contracts';
import { Ahead } from './ahead.ts';
import type { KeptPage } from './owner-client.ts';
import { Recent } from './recent.ts';

/** A place in a log. */
export interface Place {
  readonly seq: number;
  /** Of the last event. */
  readonly cursor: string;
  /** Where there are standings beside the log: up to where they have been told. */
  readonly mark?: string | undefined;
}

/** What a client hands back to go on from here. */
export const cursorAt = ({ cursor, mark }: Place): string => (mark === undefined ? cursor : `${cursor}.${mark}`);

/**
 * Puts the events of one log in order of seq and hands each on once. What comes too early is kept for its turn; what
 * came already is dropped. It stands nowhere until it is told where.
 */
export class Sequence {
  private readonly ahead = new Ahead();
  private readonly recent = new Recent();
  private at: Place | undefined;
  private ofEpoch: string | undefined;

  /** `handOn` may move the sequence or lay it to rest. */
  constructor(private readonly handOn: (event: KeptEvent) => void) {}

  get place(): Place | undefined {
    return this.at;
  }

  get epoch(): string | undefined {
    return this.ofEpoch;
  }

  startAt(place: Place, epoch: string | undefined): void {
    this.at = place;
    this.ofEpoch = epoch;
    this.recent.startAt(place.seq);
  }

  rest(): void {
    this.at = this.ofEpoch = undefined;
    this.ahead.clear();
  }

  /** The events handed on behind `seq`, or `undefined` when they are not all remembered. */
  since(seq: number): KeptEvent[] | undefined {
    return this.recent.after(seq);
  }

  /** True when something before this event is missing. */
  offer(event: KeptEvent, epoch: string): boolean {
    const next = this.at && this.at.seq + 1;
    if (next !== undefined && event.seq < next) return false;
    if (event.seq !== next) {
      this.ahead.put(event, epoch);
      return next !== undefined;
    }
    this.pass(event);
    return this.ahead.size > 0 && this.drain();
  }

  /** A page is the log's own word: what it does not have within its reach is not there. True when something is missing behind it. */
  absorb(page: KeptPage): boolean {
    for (const event of page.events) if (this.at && event.seq > this.at.seq) this.pass(event);
    if (this.at && page.through > this.at.seq) this.at = { seq: page.through, cursor: this.at.cursor };
    return this.drain();
  }

  /** Hands on what has come ahead and is now in turn; true when something is left that waits for what is missing. */
  drain(): boolean {
    if (this.at && this.ofEpoch !== undefined) this.ahead.keepBehind(this.at.seq, this.ofEpoch);
    while (this.at) {
      const next = this.ahead.take(this.at.seq + 1);
      if (!next) break;
      this.pass(next);
    }
    return this.at !== undefined && this.ahead.size > 0;
  }

  private pass(event: KeptEvent): void {
    this.at = { seq: event.seq, cursor: event.cursor };
    this.recent.push(event);
    this.handOn(event);
  }
}
