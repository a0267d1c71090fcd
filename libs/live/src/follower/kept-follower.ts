import type { KeptEvent } from '@parley/contracts';
import type { Refused } from '@parley/errors';
import { isLetInAfter, mayRead, openBehind, openFrom } from '../intervals.ts';
import type { KeptTail } from './kept-tail.ts';
import { openAgainAt, type Opening } from './opening.ts';
import { asRefused, type KeptPage, type OwnerClient, type Question } from './owner-client.ts';
import { Backoff, between, isAway, pause } from './pauses.ts';
import { cursorAt, type Place } from './sequence.ts';
import type { Moment, Told } from './standings.ts';
import type { Following, Outlet, Subscriber } from './subscriber.ts';
import { deliveryAt, type Reading, type TailMember } from './tail-member.ts';

/** Over how long the openings are spread when a whole topic has to be opened again, in milliseconds. */
const SPREAD_MS = 1_000;

/** Events of a backlog that are given before it is asked whether the client still reads. */
const EVENTS_AT_ONCE = 4;

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
    const { resync, resyncType } = this.opening.opened;
    if (resync) this.mark(resyncType, this.opened);
    else if (typeof this.question.args['after'] !== 'string') this.markReady(this.opened);
    this.go();
  }

  /** Where it was opened. */
  private get opened(): Place {
    const { after, cursor, mark } = this.opening.opened;
    return { seq: after, cursor, mark };
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
    return events.every((event) => this.give(event, undefined));
  }

  catchUpWith(standings: readonly Told[]): void {
    const place = this.tail.placeOf(this);
    if (place) for (const standing of standings) this.giveStanding(standing, place);
  }

  ended(): void {
    this.end();
  }

  async renew(): Promise<void> {
    const run = this.run;
    const place = this.tail.placeOf(this) ?? this.opened;
    try {
      const opening = await this.open(cursorAt(place));
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
    void pause(between([0, SPREAD_MS])).then(() => this.openAgain(run, cursorAt(from)));
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

  private open(after: string): Promise<Opening> {
    return openAgainAt(this.client, this.question, this.topic, after);
  }

  private startOver(opening: Opening, place?: Place): void {
    this.tail.leave(this);
    this.opening = opening;
    this.outlet = this.subscriber.outletFor(this.topic, opening.opened.audience);
    const { resync, resyncType } = opening.opened;
    if (resync) this.mark(resyncType, this.opened);
    this.isReady ||= resync;
    this.go(place);
  }

  private go(place?: Place): void {
    const run = ++this.run;
    this.follow(run, place ?? this.opened).catch((error: unknown) => {
      if (run === this.run) this.end(asRefused(error));
    });
  }

  /** Reads until the tail takes over. */
  private async follow(run: number, place: Place): Promise<void> {
    await this.tail.ready;
    const given = new Map<string, Told>();
    let hasRead: Reading | undefined;
    let moment: Moment | undefined;
    while (run === this.run) {
      const joinAt = this.joinAt(place);
      if (hasRead && !joinAt) return this.end();
      if (joinAt && (hasRead || (place.mark === undefined && this.tail.covers(joinAt.seq)))) {
        this.markReady(place);
        if (this.tail.join(this, joinAt, hasRead)) return this.joined();
        if (hasRead) await pause(between([10, 50]));
      }
      moment ??= this.tail.moment;
      const page = await this.read(run, place);
      if (!page || run !== this.run) return;
      if (!(await this.giveSlowly(run, page.events, place.mark))) return;
      place = { ...place, seq: page.through, cursor: page.events.at(-1)?.cursor ?? place.cursor };
      if (!(await this.giveStandings(run, page, place, given))) return;
      place = { ...place, mark: page.beside?.mark ?? place.mark };
      const isWhole = !page.more && !page.beside?.more;
      hasRead = isWhole ? { moment, given, below: page.beside?.below } : undefined;
      if (isWhole) moment = undefined;
    }
  }

  /** A page, no faster than the client reads; false when the stream ended or another run has begun. */
  private async giveSlowly(run: number, events: readonly KeptEvent[], mark: string | undefined): Promise<boolean> {
    for (const [index, event] of events.entries()) {
      if (index % EVENTS_AT_ONCE === 0) await this.subscriber.hasRoom();
      if (run !== this.run || !this.give(event, mark)) return false;
    }
    return true;
  }

  /** How things stand behind the events of a page, each with the very cursor to go on behind it. */
  private async giveStandings(
    run: number,
    { beside }: KeptPage,
    at: Place,
    given: Map<string, Told>,
  ): Promise<boolean> {
    for (const [index, standing] of (beside?.standings ?? []).entries()) {
      if (index % EVENTS_AT_ONCE === 0) await this.subscriber.hasRoom();
      if (run !== this.run) return false;
      if ((given.get(standing.key)?.revision ?? -Infinity) >= standing.revision) continue;
      given.set(standing.key, standing);
      this.giveStanding(standing, { ...at, mark: standing.mark });
    }
    return true;
  }

  private giveStanding({ key, revision, event }: Told, at: Place): void {
    const cursor = cursorAt(at);
    this.outlet.deliverTo(this.subscriber, { key: `${cursor} ${key} ${revision}`, event: { ...event, cursor } });
  }

  /** Where this follower can be served with all others, once nothing before that is left to read; `undefined`: nowhere yet. */
  private joinAt({ seq, ...rest }: Place): Place | undefined {
    const through = openBehind(this.opening.opened.intervals, seq);
    return through === undefined ? undefined : { seq: through, ...rest };
  }

  private joined(): void {
    if (this.isDoubtful) this.reopen();
  }

  /** `undefined`: this run is over, and if there is anything to go on with, another has begun. */
  private async read(run: number, place: Place): Promise<KeptPage | undefined> {
    const backoff = new Backoff();
    while (run === this.run) {
      try {
        return await this.client.readKept(this.question.service, this.grant, place);
      } catch (thrown) {
        const error = asRefused(thrown);
        if (run !== this.run) return undefined;
        if (isAway(error)) await backoff.wait();
        else {
          await this.openAgain(run, cursorAt(place));
          return undefined;
        }
      }
    }
    return undefined;
  }

  /** False when the stream ends with this event. */
  private give(event: KeptEvent, mark: string | undefined): boolean {
    const { intervals } = this.opening.opened;
    if (!mayRead(intervals, event.seq)) return true;
    this.outlet.deliverTo(this.subscriber, deliveryAt(event, mark));
    const { holder } = this;
    if (holder === undefined || !event.ends?.includes(holder) || isLetInAfter(intervals, event.seq)) return true;
    this.end();
    return false;
  }

  private markReady(place: Place): void {
    if (this.isReady) return;
    this.isReady = true;
    this.mark(this.opening.opened.readyType, place);
  }

  private mark(type: string, place: Place): void {
    const cursor = cursorAt(place);
    this.outlet.deliverTo(this.subscriber, { key: `${type} ${cursor}`, event: { __typename: type, cursor } });
  }

  private end(error?: Refused): void {
    this.stop();
    this.subscriber.end(error);
  }
}
