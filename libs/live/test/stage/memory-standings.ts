import { topics, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import {
  StandingSource,
  type LoggedEvent,
  type LogRange,
  type OpenedTopic,
  type StandingPage,
} from '../../src/index.ts';
import type { MemoryLog } from './memory-log.ts';

interface Thing {
  revision: number;
  moved: number;
}

/** Things that stand beside somebody's log, in memory; each move is the next. */
export class MemoryStandings {
  readonly things = new Map<string, Thing>();
  readonly asked = { standings: 0 };
  private moves = 0;

  move(key: string): Thing {
    const thing = { revision: (this.things.get(key)?.revision ?? 0) + 1, moved: ++this.moves };
    this.things.set(key, thing);
    return thing;
  }

  event(key: string, { revision }: Thing) {
    return { __typename: 'Moved', key, revision };
  }

  /** Pages by the order of moves, so that a mark is a number. */
  behind(mark: string, limit: number): Pick<StandingPage, 'standings' | 'mark' | 'more' | 'below'> {
    const since = Number(mark || 0);
    const all = [...this.things].filter(([, { moved }]) => moved > since).sort(([, a], [, b]) => a.moved - b.moved);
    const page = all.slice(0, limit);
    const standings = page.map(([key, thing]) => ({
      key,
      revision: thing.revision,
      mark: String(thing.moved),
      event: this.event(key, thing),
    }));
    const more = all.length > limit;
    return { standings, mark: more ? (standings.at(-1)?.mark as string) : String(this.moves), more, below: this.moves };
  }
}

/** An inbox over them: everybody their own log, the things are everybody's. */
export class MemoryStandingSource extends StandingSource<object> {
  readonly field = 'inbox';
  readonly args = { parse: () => ({}) };
  readonly readyType = 'Ready';
  readonly resyncType = 'Resync';
  override readonly tailCheckMs = [400, 600] as const;

  constructor(
    private readonly log: MemoryLog,
    private readonly things: MemoryStandings,
    private readonly pageOf = 3,
  ) {
    super();
  }

  async open({ user }: Caller): Promise<OpenedTopic> {
    if (!user) throw Refused.notFound('person');
    const topic = topics.inbox(user.userId);
    const { mark } = this.things.behind(String(Number.MAX_SAFE_INTEGER), 1);
    return { topic, organisationId: user.organisationId, head: this.log.head(topic), intervals: [[1, null]], mark };
  }

  async ends({ topic }: { topic: string }): Promise<{ head: number }> {
    return { head: this.log.head(topic) };
  }

  async standings({ topic }: { topic: string }, mark: string, limit: number): Promise<StandingPage> {
    this.things.asked.standings++;
    return { head: this.log.head(topic), ...this.things.behind(mark, Math.min(limit, this.pageOf)) };
  }

  async read({ topic }: { topic: string }, { from, to, limit }: LogRange): Promise<LoggedEvent[]> {
    return this.log
      .room(topic)
      .events.filter(({ seq }) => seq >= from && seq <= to)
      .slice(0, limit);
  }
}

/** What stands before the person in an inbox's topic. */
export const INBOXES = topics.inbox('' as UserId);
