import { topics, type ConversationId, type Interval, type OrganisationId, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import {
  KeptSource,
  type LogEnds,
  type LoggedEvent,
  type LogRange,
  type OpenedTopic,
  type TopicPlace,
} from '../../src/index.ts';

interface Room {
  readonly events: LoggedEvent[];
  readonly intervals: Map<UserId, Interval[]>;
  readonly audiences: Map<UserId, string>;
  oldest: number;
}

/** Conversations in memory, with the members and the log that chat keeps in Postgres. */
export class MemoryLog {
  readonly rooms = new Map<string, Room>();
  /** Openings and readings that owners were asked for. */
  readonly asked = { open: 0, read: 0 };

  room(topic: string): Room {
    let room = this.rooms.get(topic);
    if (!room) this.rooms.set(topic, (room = { events: [], intervals: new Map(), audiences: new Map(), oldest: 1 }));
    return room;
  }

  head(topic: string): number {
    return this.room(topic).events.at(-1)?.seq ?? 0;
  }

  /** Commits an event; publishing it is another matter. */
  commit(topic: string, make: (seq: number) => Omit<LoggedEvent, 'seq'>): LoggedEvent {
    const seq = this.head(topic) + 1;
    const logged = { seq, ...make(seq) };
    this.room(topic).events.push(logged);
    return logged;
  }

  say(topic: string, body = 'hello'): LoggedEvent {
    return this.commit(topic, (seq) => ({
      event: {
        __typename: 'MessageSent',
        message: {
          __typename: 'Message',
          id: `msg_${seq}`,
          seq,
          body,
          author: { __typename: 'MessageAuthor', userId: 'usr_a', displayName: 'Ann' },
        },
      },
    }));
  }

  /** From the next event on, this person may read. */
  add(topic: string, userId: UserId, audience = 'member'): LoggedEvent {
    const seq = this.head(topic) + 1;
    this.room(topic).audiences.set(userId, audience);
    this.room(topic).intervals.set(userId, [...(this.room(topic).intervals.get(userId) ?? []), [seq, null]]);
    return this.commit(topic, () => ({ event: { __typename: 'MemberAdded', userId } }));
  }

  /** The removal is the last event that this person may read. */
  remove(topic: string, userId: UserId): LoggedEvent {
    const seq = this.head(topic) + 1;
    const theirs = this.room(topic).intervals.get(userId) ?? [];
    this.room(topic).intervals.set(
      userId,
      theirs.map(([first, last]): Interval => [first, last ?? seq]),
    );
    return this.commit(topic, () => ({ event: { __typename: 'MemberRemoved', userId }, ends: [userId] }));
  }
}

/** Chat's source over a memory log: the same dozen lines, without SQL. */
export class MemorySource extends KeptSource<{ conversationId: ConversationId }> {
  readonly field = 'conversationEvents';
  readonly args = { parse: (value: unknown) => value as { conversationId: ConversationId } };
  readonly readyType = 'Ready';
  readonly resyncType = 'Resync';
  override readonly tailCheckMs: readonly [number, number];

  constructor(
    private readonly log: MemoryLog,
    tailCheckMs: readonly [number, number] = [400, 600],
  ) {
    super();
    this.tailCheckMs = tailCheckMs;
  }

  async open({ user }: Caller, { conversationId }: { conversationId: ConversationId }): Promise<OpenedTopic> {
    this.log.asked.open++;
    const topic = topics.conversation(conversationId);
    const room = this.log.room(topic);
    const intervals = user && room.intervals.get(user.userId);
    if (!user || !intervals?.some(([, last]) => last === null)) throw Refused.notFound('conversation');
    const audience = room.audiences.get(user.userId) ?? 'member';
    return {
      topic,
      organisationId: user.organisationId,
      head: this.log.head(topic),
      oldest: room.oldest,
      intervals,
      audience,
    };
  }

  async ends({ topic }: TopicPlace): Promise<LogEnds> {
    this.log.asked.read++;
    return { head: this.log.head(topic), oldest: this.log.room(topic).oldest };
  }

  async read({ topic }: TopicPlace, { from, to, limit }: LogRange): Promise<LoggedEvent[]> {
    return this.log
      .room(topic)
      .events.filter(({ seq }) => seq >= from && seq <= to)
      .slice(0, limit);
  }
}

export const organisationOne = `org_${'0'.repeat(31)}1` as OrganisationId;
