import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { wakeUpSchema, wakeUpSubject, type KeptEvent, type ServiceName } from '@parley/contracts';
import { Ahead } from './ahead.ts';
import { Looks } from './looks.ts';
import { Outlets, type Served } from './outlets.ts';
import { asRefused, type KeptPage, type OwnerClient } from './owner-client.ts';
import { Backoff, isAway } from './pauses.ts';
import { Recent } from './recent.ts';
import { whenSubscribed } from './when-subscribed.ts';

/** How long an event out of turn waits for those before it, in milliseconds: two replicas may publish in the other order. */
const REORDER_MS = 25;
/** Interest travels slowly through a cluster: one more look this long after subscribing, in milliseconds. */
const SECOND_LOOK_MS = 1_000;

/** A place in a log. */
export interface Place {
  readonly seq: number;
  readonly cursor: string;
}

/** A follower, as its topic's tail sees it. */
export interface TailMember extends Served {
  readonly grant: string;
  readonly epoch: string;
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
  private readonly ahead = new Ahead();
  private readonly recent = new Recent();
  private readonly looks = new Looks(() => this.readOn());
  private epoch: string | undefined;
  private position: Place | undefined;
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
    return this.position !== undefined && (seq >= this.position.seq || this.recent.after(seq) !== undefined);
  }

  /**
   * Joins a follower that has had everything through `place`. The first one sets where the tail stands, and must have read
   * since `ready`. False: it has to read on and try again.
   */
  join(member: TailMember, place: Place, hasRead: boolean): boolean {
    if (this.position === undefined) {
      if (!hasRead) return false;
      this.epoch = member.epoch;
      this.looks.every(member.tailCheckMs);
      this.startAt(place);
      this.admit(member);
      this.drain();
      return true;
    }
    if (member.epoch !== this.epoch) {
      this.looks.within(REORDER_MS);
      return false;
    }
    if (place.seq > this.position.seq) {
      this.waiting.set(member, place);
      this.looks.within(REORDER_MS);
      return true;
    }
    const missed = this.recent.after(place.seq);
    if (!missed && place.seq < this.position.seq) return false;
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
    return this.waiting.get(member) ?? (this.members.has(member) ? this.position : undefined);
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
    // Another epoch is believed only when the log itself says so: late words of a replaced owner must not start a storm.
    if (this.epoch !== undefined && wakeUp.epoch !== this.epoch) return this.looks.within(4 * REORDER_MS);
    for (const event of wakeUp.events) this.offer(event, wakeUp.epoch);
  }

  private offer(event: KeptEvent, epoch: string): void {
    const next = this.position && this.position.seq + 1;
    if (next !== undefined && event.seq < next) return;
    if (event.seq !== next) {
      this.ahead.put(event, epoch);
      if (next !== undefined) this.looks.within(REORDER_MS);
      return;
    }
    this.pass(event);
    if (this.ahead.size > 0) this.drain();
  }

  /** Hands on what has come ahead and is now in turn; what then is left waits for the log to be read. */
  private drain(): void {
    if (this.position && this.epoch !== undefined) this.ahead.keepBehind(this.position.seq, this.epoch);
    while (this.position) {
      const next = this.ahead.take(this.position.seq + 1);
      if (!next) break;
      this.pass(next);
    }
    if (this.position && this.ahead.size > 0) this.looks.within(REORDER_MS);
  }

  private pass(event: KeptEvent): void {
    this.position = { seq: event.seq, cursor: event.cursor };
    this.recent.push(event);
    this.outlets.deliver({ key: event.cursor, event: event.event, audiences: event.audiences });
    if (event.ends) this.end(event.ends);
    if (this.waiting.size > 0) this.admitWaiting();
  }

  private end(userIds: readonly string[]): void {
    for (const member of [...this.members]) {
      const { userId } = member.subscriber;
      if (userId !== undefined && userIds.includes(userId)) member.ended();
    }
  }

  private startAt(place: Place): void {
    this.position = place;
    this.recent.startAt(place.seq);
  }

  private admit(member: TailMember): void {
    this.members.add(member);
    this.outlets.attach(member);
  }

  private admitWaiting(): void {
    for (const [member, place] of [...this.waiting]) {
      if (!this.position || place.seq > this.position.seq) continue;
      this.waiting.delete(member);
      const missed = this.recent.after(place.seq) ?? [];
      if (member.catchUp(missed)) this.admit(member);
    }
  }

  /** Nobody is attached: the tail goes to where the first of those who wait stands, or rests. */
  private promote(): void {
    const [first] = [...this.waiting.values()].sort((a, b) => a.seq - b.seq);
    if (first) {
      this.startAt(first);
      this.admitWaiting();
      this.drain();
      return;
    }
    this.position = this.epoch = undefined;
    this.ahead.clear();
    this.looks.rest();
  }

  /** Reads the log behind where the tail stands until there is no more. */
  private async readOn(): Promise<void> {
    const backoff = new Backoff();
    while (!this.isClosed && this.position) {
      const holder: TailMember | undefined = this.members.values().next().value;
      if (!holder) return;
      const page = await this.readFor(holder, this.position.seq);
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

  /** A page is the log's own word: what it does not have within its reach is not there. */
  private absorb(page: KeptPage): void {
    if (page.epoch !== this.epoch) return this.restartAll();
    for (const event of page.events) if (this.position && event.seq > this.position.seq) this.pass(event);
    if (this.position && page.through > this.position.seq) {
      this.position = { seq: page.through, cursor: this.position.cursor };
      this.admitWaiting();
    }
    this.drain();
  }

  private restartAll(): void {
    const places: [TailMember, Place][] = [...this.waiting];
    for (const member of this.members) {
      if (this.position) places.push([member, this.position]);
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
