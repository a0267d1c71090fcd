import type { Stack } from '../harness/stack.ts';
import { Acknowledged } from './clients/acknowledged.ts';
import { Follower } from './clients/follower.ts';
import { Session } from './clients/session.ts';
import { Writer } from './clients/writer.ts';
import type { Clock } from './history/clock.ts';
import type { HistoryFolder } from './history/folder.ts';
import { below, randomOf, type Random } from './random.ts';

/** People of one conversation. */
const MEMBERS = 3;

interface Conversation {
  id: string;
  members: Session[];
  from: { seq: number; cursor: string };
}

/** Everybody of a run: people in conversations of three, each of whom writes in three of them; every conversation is followed by several. */
export class Cast {
  readonly acknowledged = new Acknowledged();
  private writers: Writer[] = [];
  private followers: Follower[] = [];

  private constructor(
    readonly people: readonly Session[],
    readonly conversations: readonly Conversation[],
    private readonly folder: HistoryFolder,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Signs people up, and makes as many conversations as there are people. */
  static async meet(to: Stack, count: number, folder: HistoryFolder, clock: Clock, random: Random): Promise<Cast> {
    const people: Session[] = [];
    for (let number = 0; number < count; number += 1) people.push(await Session.open(to, `Chaos ${number}`));
    const at = (number: number) => people[number % count] as Session;
    const conversations: Conversation[] = [];
    for (let number = 0; number < count; number += 1) {
      const members = Array.from({ length: MEMBERS }, (_, offset) => at(number + offset));
      conversations.push({ ...(await begin(members, `Chaos ${number}`)), members });
    }
    return new Cast(people, conversations, folder, clock, random);
  }

  /** Everybody follows, then everybody writes. */
  start(inFlight: number): void {
    this.followers = this.conversations.flatMap((conversation, number) => this.follow(conversation, number));
    this.writers = this.people.map((session, number) => {
      const own = this.conversations.filter(({ members }) => members.includes(session)).map(({ id }) => id);
      const foreign = this.conversations.find(({ members }) => !members.includes(session))?.id ?? '';
      const history = this.folder.writer(`w${number}`);
      const { clock, acknowledged } = this;
      return new Writer(`w${number}`, session, own, foreign, inFlight, history, clock, acknowledged, this.own());
    });
  }

  async stopWriting(): Promise<void> {
    await Promise.all(this.writers.map((writer) => writer.stop()));
  }

  async stopFollowing(): Promise<void> {
    await Promise.all(this.followers.map((follower) => follower.end()));
  }

  /** Whether every follower has heard of everything up to these seqs. */
  hasHeard(heads: ReadonlyMap<string, number>): boolean {
    return this.followers.every(({ conversation, seq }) => seq >= (heads.get(conversation) ?? 0));
  }

  /** Two on sockets, one of them restless; in every third conversation one more by a stream. */
  private follow({ id, members, from }: Conversation, number: number): Follower[] {
    const manners = [
      { by: 'socket', isRestless: false },
      { by: 'socket', isRestless: true },
      { by: 'stream', isRestless: number % 2 === 0 },
    ] as const;
    return manners.slice(0, number % 3 === 0 ? 3 : 2).map((manner, place) => {
      const history = this.folder.follower(`f${number}-${place}-${manner.by}`);
      const session = members[place] as Session;
      return new Follower(session, id, from, manner, history, this.clock, this.own());
    });
  }

  /** A generator of one client's own, so that what it draws does not depend on how quick the others are. */
  private own(): Random {
    return randomOf(below(this.random, 2 ** 31));
  }
}

async function begin(
  members: Session[],
  title: string,
): Promise<{ id: string; from: { seq: number; cursor: string } }> {
  const [first, ...others] = members.map(({ now }) => now);
  const input = { memberIds: others.map(({ userId }) => userId), title };
  const payload = await first?.mutate<{ conversation: { id: string; cursor: string; lastSeq: number } | null }>(
    'startConversation',
    'StartConversationInput',
    input,
    'conversation { id cursor lastSeq }',
  );
  if (!payload?.conversation) throw new Error(`no conversation: ${JSON.stringify(payload?.userErrors)}`);
  const { id, cursor, lastSeq } = payload.conversation;
  return { id, from: { seq: lastSeq, cursor } };
}
