import type { KeptEvent, OpenedKept } from '@parley/contracts';
import type { Refused } from '@parley/errors';
import { mayRead, openFrom } from '../intervals.ts';
import type { KeptTail, TailMember } from './kept-tail.ts';
import { asRefused, type KeptPage, type OwnerClient, type Question } from './owner-client.ts';
import { Backoff, between, isAway, pause } from './pauses.ts';
import type { Place } from './sequence.ts';
import type { Following, Outlet, Subscriber } from './subscriber.ts';

/** Over how long the openings are spread when a whole topic has to be opened again, in milliseconds. */
const SPREAD_MS = 1_000;

/** Events of a backlog that are given before it is asked whether the client still reads. */
const EVENTS_AT_ONCE = 4;

/** What has been opened, with the grant for reading it. */
interface Opening {
  readonly opened: OpenedKept;
  readonly grant: string;
}

/**
 * One subscription to a kept topic: its backlog, its marks (ready, resync), and its place among those whom the tail serves.
 * It lives through restarts of the owner and of the broker, and ends exactly where the right to read ends.
 */
export class KeptFollower implements TailMember, Following {
  outlet: Outlet;
  /** Counts the runs: one that is not the last has been overtaken and stops. */
  private run = 0;
  private isReady: boolean;
  private isStopped = false;
  /** Access changed while the backlog was being read: ask again once that is done. */
  private isDoubtful = false;

  constructor(
    readonly subscriber: Subscriber,
    private readonly question: Question,
    private opening: Opening,
    private readonly tail: KeptTail,
    private readonly client: OwnerClient,
    private readonly release: () => void,
  ) {
    this.outlet = subscriber.outletFor(this.topic, opening.opened.audience);
    this.isReady = opening.opened.resync;
  }

  get topics(): readonly string[] {
    return [this.topic];
  }

  get grant(): string {
    return this.opening.grant;
  }

  get epoch(): string {
    return this.opening.opened.epoch;
  }

  get holder(): string | undefined {
    return this.opening.opened.holder ?? this.subscriber.userId;
  }

  get tailCheckMs(): readonly [number, number] {
    return this.opening.opened.tailCheckMs;
  }

  private get topic(): string {
    return this.opening.opened.topic;
  }

  begin(): void {
    const { resync, cursor, resyncType } = this.opening.opened;
    if (resync) this.mark(resyncType, cursor);
    else if (typeof this.question.args['after'] !== 'string') this.markReady(cursor);
    this.go();
  }

  reopen(): void {
    this.isDoubtful = this.tail.placeOf(this) === undefined;
    if (!this.isDoubtful) void this.renew();
  }

  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.run++;
    this.tail.leave(this);
    this.release();
  }

  catchUp(events: readonly KeptEvent[]): boolean {
    return events.every((event) => this.give(event));
  }

  ended(): void {
    this.end();
  }

  async renew(): Promise<void> {
    const run = this.run;
    const cursor = this.tail.placeOf(this)?.cursor ?? this.opening.opened.cursor;
    try {
      const opening = await this.open(cursor);
      if (run !== this.run) return;
      const isSame = opening.opened.audience === this.opening.opened.audience && opening.opened.epoch === this.epoch;
      if (isSame && openFrom(opening.opened.intervals) !== undefined) this.opening = opening;
      else this.startOver(opening, opening.opened.resync ? undefined : this.tail.placeOf(this));
    } catch (error) {
      if (run !== this.run) return;
      if (isAway(asRefused(error))) await pause(between([500, 1_000]));
      else this.end(asRefused(error));
    }
  }

  restart(from: Place): void {
    const run = ++this.run;
    void pause(between([0, SPREAD_MS])).then(() => this.openAgain(run, from.cursor));
  }

  private async openAgain(run: number, cursor: string): Promise<void> {
    const backoff = new Backoff();
    while (run === this.run) {
      try {
        const opening = await this.open(cursor);
        if (run === this.run) this.startOver(opening);
        return;
      } catch (thrown) {
        if (run !== this.run) return;
        const error = asRefused(thrown);
        if (!isAway(error)) return this.end(error);
        await backoff.wait();
      }
    }
  }

  private async open(after: string): Promise<Opening> {
    const { grant, opened } = await this.client.open({ ...this.question, args: { ...this.question.args, after } });
    if (opened.kind !== 'kept' || opened.topic !== this.topic)
      throw new Error(`${this.question.field} opened another topic`);
    return { grant, opened };
  }

  private startOver(opening: Opening, place?: Place): void {
    this.tail.leave(this);
    this.opening = opening;
    this.outlet = this.subscriber.outletFor(this.topic, opening.opened.audience);
    const { resync, cursor, resyncType } = opening.opened;
    if (resync) this.mark(resyncType, cursor);
    this.isReady ||= resync;
    this.go(place);
  }

  private go(place?: Place): void {
    const { after, cursor } = this.opening.opened;
    const run = ++this.run;
    this.follow(run, place ?? { seq: after, cursor }).catch((error: unknown) => {
      if (run === this.run) this.end(asRefused(error));
    });
  }

  /** Reads until the tail takes over. */
  private async follow(run: number, place: Place): Promise<void> {
    await this.tail.ready;
    let hasRead = false;
    while (run === this.run) {
      const joinAt = this.joinAt(place);
      if (hasRead && !joinAt) return this.end();
      if (joinAt && (hasRead || this.tail.covers(joinAt.seq))) {
        this.markReady(place.cursor);
        if (this.tail.join(this, joinAt, hasRead)) return this.joined();
        if (hasRead) await pause(between([10, 50]));
      }
      const page = await this.read(run, place);
      if (!page || run !== this.run) return;
      if (!(await this.giveSlowly(run, page.events))) return;
      place = { seq: page.through, cursor: page.events.at(-1)?.cursor ?? place.cursor };
      hasRead = !page.more;
    }
  }

  /** A page, no faster than the client reads; false when the stream ended or another run has begun. */
  private async giveSlowly(run: number, events: readonly KeptEvent[]): Promise<boolean> {
    for (const [index, event] of events.entries()) {
      if (index % EVENTS_AT_ONCE === 0) await this.subscriber.hasRoom();
      if (run !== this.run || !this.give(event)) return false;
    }
    return true;
  }

  /** Where this follower can be served with all others, once nothing before that is left to read; `undefined`: nowhere yet. */
  private joinAt({ seq, cursor }: Place): Place | undefined {
    const { intervals } = this.opening.opened;
    const from = openFrom(intervals);
    if (from === undefined || intervals.some(([, last]) => last !== null && last > seq)) return undefined;
    return { seq: Math.max(seq, from - 1), cursor };
  }

  private joined(): void {
    if (this.isDoubtful) this.reopen();
  }

  /** `undefined`: this run is over, and if there is anything to go on with, another has begun. */
  private async read(run: number, place: Place): Promise<KeptPage | undefined> {
    const backoff = new Backoff();
    while (run === this.run) {
      try {
        return await this.client.readKept(this.question.service, this.grant, place.seq);
      } catch (thrown) {
        const error = asRefused(thrown);
        if (run !== this.run) return undefined;
        if (isAway(error)) await backoff.wait();
        else {
          await this.openAgain(run, place.cursor);
          return undefined;
        }
      }
    }
    return undefined;
  }

  /** False when the stream ends with this event. */
  private give(event: KeptEvent): boolean {
    if (!mayRead(this.opening.opened.intervals, event.seq)) return true;
    this.outlet.deliverTo(this.subscriber, { key: event.cursor, event: event.event, audiences: event.audiences });
    const { holder } = this;
    if (holder === undefined || !event.ends?.includes(holder) || this.isBack(event.seq)) return true;
    this.end();
    return false;
  }

  /** Whether the caller was let in again later, as the owner said at opening: then the backlog goes on behind the gap. */
  private isBack(seq: number): boolean {
    return this.opening.opened.intervals.some(([first]) => first > seq);
  }

  private markReady(cursor: string): void {
    if (this.isReady) return;
    this.isReady = true;
    this.mark(this.opening.opened.readyType, cursor);
  }

  private mark(type: string, cursor: string): void {
    this.outlet.deliverTo(this.subscriber, { key: `${type} ${cursor}`, event: { __typename: type, cursor } });
  }

  private end(error?: Refused): void {
    this.stop();
    this.subscriber.end(error);
  }
}
