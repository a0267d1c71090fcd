import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { wakeUpSchema, wakeUpSubject, type KeptEvent, type ServiceName } from '@parley/contracts';
import { Looks } from './looks.ts';
import { Outlets, type Served } from './outlets.ts';
import { asRefused, type KeptPage, type OwnerClient } from './owner-client.ts';
import { Backoff, isAway } from './pauses.ts';
import { Sequence, type Place } from './sequence.ts';
import { whenSubscribed } from './when-subscribed.ts';

/** How long an event out of turn waits for those before it, in milliseconds: two replicas may publish in the other order. */
const REORDER_MS = 25;
/** Interest travels slowly through a cluster: one more look this long after subscribing, in milliseconds. */
const SECOND_LOOK_MS = 1_000;

/** A follower, as its topic's tail sees it. */
export interface TailMember extends Served {
  readonly grant: string;
  readonly epoch: string;
  /** Who `ends` calls it. */
  readonly holder: string | undefined;
  readonly tailCheckMs: readonly [number, number];
  /** Events it missed between its own reading and joining; false when it ended among them. */
  catchUp(events: readonly KeptEvent[]): boolean;
  /** Its right to read ended with the event just delivered. */
  ended(): void;
  /** Its grant is no longer good: gets another, or ends. */
  renew(): Promise<void>;
  /** The log is another one: opens again behind this place. */
  restart(from: Place): void;
}

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
    return place !== undefined && (seq >= place.seq || this.sequence.since(seq) !== undefined);
  }

  /**
   * Joins a follower that has had everything through `at`. The first one sets where the tail stands, and must have read
   * since `ready`. False: it has to read on and try again.
   */
  join(member: TailMember, at: Place, hasRead: boolean): boolean {
    const { place, epoch } = this.sequence;
    if (place === undefined) {
      if (!hasRead) return false;
      this.looks.every(member.tailCheckMs);
      this.sequence.startAt(at, member.epoch);
      this.admit(member);
      this.lookIf(this.sequence.drain());
      return true;
    }
    if (member.epoch !== epoch) {
      this.lookIf(true);
      return false;
    }
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

  leave(member: TailMember): void {
    this.waiting.delete(member);
    if (!this.members.delete(member)) return;
    this.outlets.detach(member);
    if (this.members.size === 0) this.promote();
  }

  /** Where a joined follower stands. */
  placeOf(member: TailMember): Place | undefined {
    return this.waiting.get(member) ?? (this.members.has(member) ? this.sequence.place : undefined);
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
    if (wakeUp.kind !== 'kept' || wakeUp.topic !== this.topic) return;
    const { epoch } = this.sequence;
    // Another epoch is believed only when the log itself says so: late words of a replaced owner must not start a storm.
    if (epoch !== undefined && wakeUp.epoch !== epoch) return this.looks.within(4 * REORDER_MS);
    for (const event of wakeUp.events) this.lookIf(this.sequence.offer(event, wakeUp.epoch));
  }

  private lookIf(isMissing: boolean): void {
    if (isMissing) this.looks.within(REORDER_MS);
  }

  private handOn(event: KeptEvent): void {
    this.outlets.deliver({ key: event.cursor, event: event.event, audiences: event.audiences });
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
    this.looks.rest();
  }

  /** Reads the log behind where the tail stands until there is no more. */
  private async readOn(): Promise<void> {
    const backoff = new Backoff();
    while (!this.isClosed && this.sequence.place) {
      const holder: TailMember | undefined = this.members.values().next().value;
      if (!holder) return;
      const page = await this.readFor(holder, this.sequence.place.seq);
      if (page === 'away') await backoff.wait();
      else if (page) {
        this.absorb(page);
        if (!page.more) return;
      }
    }
  }

  /** `undefined`: the holder's grant was not good, or the log has been replaced. */
  private async readFor(holder: TailMember, after: number): Promise<KeptPage | 'away' | undefined> {
    try {
      return await this.client.readKept(this.service, holder.grant, after);
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
  }

  private restartAll(): void {
    const places: [TailMember, Place][] = [...this.waiting];
    for (const member of this.members) {
      if (this.sequence.place) places.push([member, this.sequence.place]);
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
