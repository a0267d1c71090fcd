import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { wakeUpSchema, wakeUpSubject, type KeptEvent, type PassingWord, type ServiceName } from '@parley/contracts';
import { Looks } from './looks.ts';
import { Outlets } from './outlets.ts';
import { asRefused, type KeptPage, type OwnerClient } from './owner-client.ts';
import { Backoff, isAway } from './pauses.ts';
import { cursorAt, Sequence, type Place } from './sequence.ts';
import { Standings, type Moment, type Told } from './standings.ts';
import { deliveryAt, type Reading, type TailMember } from './tail-member.ts';
import { whenSubscribed } from './when-subscribed.ts';

/** How long an event out of turn waits for those before it, in milliseconds: two replicas may publish in the other order. */
const REORDER_MS = 25;
/** Interest travels slowly through a cluster: one more look this long after subscribing, in milliseconds. */
const SECOND_LOOK_MS = 1_000;

/**
 * The live end of one kept topic in this process: one NATS subscription, however many followers. Puts events in order of
 * seq, reads what is missing, and hands each on once. Postgres decides; wake-ups only hurry.
 */
export class KeptTail {
  /** Resolves when the broker knows of our subscription: what commits later reaches us, or is found by reading. */
  readonly ready: Promise<void>;
  private readonly subscription: Subscription;
  private readonly outlets: Outlets;
  private readonly members = new Set<TailMember>();
  /** Followers who have read further than the tail has come. */
  private readonly waiting = new Map<TailMember, Place>();
  private readonly sequence = new Sequence((event) => this.handOn(event));
  private readonly looks = new Looks(() => this.readOn());
  private readonly standings = new Standings();
  private words = 0;
  private isClosed = false;

  constructor(
    readonly topic: string,
    readonly service: ServiceName,
    nats: NatsConnection,
    private readonly client: OwnerClient,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.outlets = new Outlets(onFault);
    const callback = (error: Error | null, message: Msg) => (error ? onFault(error) : this.wake(message));
    this.subscription = nats.subscribe(wakeUpSubject(topic), { callback });
    this.ready = whenSubscribed(nats, () => this.isClosed);
    void this.ready.then(() => this.looks.within(SECOND_LOOK_MS));
  }

  /** Whether a follower at `seq` can join without reading. */
  covers(seq: number): boolean {
    const { place } = this.sequence;
    // Where things stand beside the log, a follower learns how they stand by reading.
    if (place === undefined || this.standings.mark !== undefined) return false;
    return seq >= place.seq || this.sequence.since(seq) !== undefined;
  }

  /** Take it before reading, and join with it. */
  get moment(): Moment {
    return this.standings.moment;
  }

  /**
   * Joins a follower that has had everything through `at`. The first one sets where the tail stands, and must have read
   * since `ready`. False: it has to read on and try again.
   */
  join(member: TailMember, at: Place, reading: Reading | undefined): boolean {
    const { place, epoch } = this.sequence;
    if (place === undefined) {
      if (!reading) return false;
      this.looks.every(member.tailCheckMs);
      this.sequence.startAt(at, member.epoch);
      this.standings.startAt(at.mark, reading.below ?? 0, reading.given.values());
      this.admit(member);
      this.lookIf(this.sequence.drain());
      return true;
    }
    if (member.epoch !== epoch) {
      this.lookIf(true);
      return false;
    }
    if (reading && this.standings.mark !== undefined) return this.joinBeside(member, at, reading);
    if (at.seq > place.seq) {
      this.waiting.set(member, at);
      this.lookIf(true);
      return true;
    }
    const missed = this.sequence.since(at.seq);
    if (!missed && at.seq < place.seq) return false;
    if (member.catchUp(missed ?? [])) this.admit(member);
    return true;
  }

  /** Log and standings go together: it has to stand exactly where the tail does, and gets what was told since it read. */
  private joinBeside(member: TailMember, at: Place, { moment, given }: Reading): boolean {
    const { place } = this.sequence;
    const told = this.standings.since(moment);
    if (!told || at.seq !== place?.seq) {
      this.lookIf(place !== undefined && at.seq > place.seq);
      return false;
    }
    this.admit(member);
    member.catchUpWith(told.filter(({ key, revision }) => (given.get(key)?.revision ?? -Infinity) < revision));
    return true;
  }

  leave(member: TailMember): void {
    this.waiting.delete(member);
    if (!this.members.delete(member)) return;
    this.outlets.detach(member);
    if (this.members.size === 0) this.promote();
  }

  /** Where a joined follower stands. */
  placeOf(member: TailMember): Place | undefined {
    return this.waiting.get(member) ?? (this.members.has(member) ? this.place : undefined);
  }

  /**
   * How something stands now, as its owner has just said. Told only to those who have had the log exactly as it was then: before
   * that it might be taken back by an event still to come, behind it it may be out of date. Otherwise the owner is asked.
   */
  stand(standing: Told, { epoch, after, moved }: { epoch: string; after: number; moved: number }): void {
    const { place } = this.sequence;
    if (!place || this.standings.mark === undefined) return;
    if (epoch !== this.sequence.epoch || after !== place.seq) return this.looks.within(4 * REORDER_MS);
    if (this.standings.take(standing, moved)) this.tell(standing);
  }

  private get place(): Place | undefined {
    const { place } = this.sequence;
    return place && { ...place, mark: this.standings.mark };
  }

  /** Looks at the log within `ms`, whatever the wake-ups say. */
  lookWithin(ms: number): void {
    this.looks.within(ms);
  }

  close(): void {
    this.isClosed = true;
    this.subscription.unsubscribe();
    this.looks.close();
  }

  private wake(message: Msg): void {
    const parsed = wakeUpSchema.safeParse(parseJson(message));
    if (!parsed.success) return this.onFault(parsed.error);
    const wakeUp = parsed.data;
    if (wakeUp.kind === 'fleeting' || wakeUp.topic !== this.topic) return;
    if (wakeUp.kind === 'word') return this.passOn(wakeUp);
    const { epoch } = this.sequence;
    // Another epoch is believed only when the log itself says so: late words of a replaced owner must not start a storm.
    if (epoch !== undefined && wakeUp.epoch !== epoch) return this.looks.within(4 * REORDER_MS);
    for (const event of wakeUp.events) this.lookIf(this.sequence.offer(event, wakeUp.epoch));
  }

  /** To those who are joined, if they have had all that came before it. Otherwise it is lost: the event it waits for may be their last. */
  private passOn({ epoch, after, event }: PassingWord): void {
    const { place } = this;
    if (!place || epoch !== this.sequence.epoch || after > place.seq) return;
    const cursor = cursorAt(place);
    this.outlets.deliver({ key: `${cursor} ${++this.words}`, event: { ...event, cursor }, isPassing: true });
  }

  private lookIf(isMissing: boolean): void {
    if (isMissing) this.looks.within(REORDER_MS);
  }

  private tell({ event }: Told): void {
    if (!this.place) return;
    const cursor = cursorAt(this.place);
    this.outlets.deliver({ key: `${cursor} ${++this.words}`, event: { ...event, cursor } });
  }

  private handOn(event: KeptEvent): void {
    this.outlets.deliver(deliveryAt(event, this.standings.mark));
    if (event.ends) this.end(event.ends);
    if (this.waiting.size > 0) this.admitWaiting();
  }

  private end(holders: readonly string[]): void {
    for (const member of [...this.members])
      if (member.holder !== undefined && holders.includes(member.holder)) member.ended();
  }

  private admit(member: TailMember): void {
    this.members.add(member);
    this.outlets.attach(member);
  }

  private admitWaiting(): void {
    for (const [member, place] of [...this.waiting]) {
      if (place.seq > (this.sequence.place?.seq ?? -1)) continue;
      this.waiting.delete(member);
      const missed = this.sequence.since(place.seq) ?? [];
      if (member.catchUp(missed)) this.admit(member);
    }
  }

  /** Nobody is attached: the tail goes to where the first of those who wait stands, or rests. */
  private promote(): void {
    const [first] = [...this.waiting.values()].sort((a, b) => a.seq - b.seq);
    if (first) {
      this.sequence.startAt(first, this.sequence.epoch);
      this.admitWaiting();
      this.lookIf(this.sequence.drain());
      return;
    }
    this.sequence.rest();
    this.standings.rest();
    this.looks.rest();
  }

  /** Reads the log behind where the tail stands until there is no more. */
  private async readOn(): Promise<void> {
    const backoff = new Backoff();
    while (!this.isClosed && this.sequence.place) {
      const holder: TailMember | undefined = this.members.values().next().value;
      if (!holder) return;
      this.standings.beginReading();
      const page = await this.readFor(holder, { ...this.sequence.place, mark: this.standings.from });
      if (page === 'away') await backoff.wait();
      else if (page) {
        this.absorb(page);
        if (!page.more && !page.beside?.more) return;
      }
    }
  }

  /** `undefined`: the holder's grant was not good, or the log has been replaced. */
  private async readFor(holder: TailMember, from: Place): Promise<KeptPage | 'away' | undefined> {
    try {
      return await this.client.readKept(this.service, holder.grant, from);
    } catch (thrown) {
      const error = asRefused(thrown);
      if (error !== thrown) this.onFault(thrown);
      if (isAway(error)) return 'away';
      if (error.code === 'CURSOR_EXPIRED') this.restartAll();
      else await holder.renew();
      return undefined;
    }
  }

  private absorb(page: KeptPage): void {
    if (page.epoch !== this.sequence.epoch) return this.restartAll();
    this.lookIf(this.sequence.absorb(page));
    this.admitWaiting();
    if (!page.beside || this.standings.mark === undefined) return;
    // What came meanwhile may have changed how things stand: only as of the very place that the page led to is its word good.
    if (this.sequence.place?.seq !== page.through) return this.lookIf(true);
    for (const standing of this.standings.absorb(page.beside)) this.tell(standing);
  }

  private restartAll(): void {
    const places: [TailMember, Place][] = [...this.waiting];
    for (const member of this.members) {
      if (this.place) places.push([member, this.place]);
      this.outlets.detach(member);
    }
    this.members.clear();
    this.waiting.clear();
    this.promote();
    for (const [member, place] of places) member.restart(place);
  }
}

function parseJson(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}
