import { Inject, Injectable } from '@nestjs/common';
import { idFrom, LIVE_LIMITS, topics, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import {
  StandingSource,
  type LogEnds,
  type LoggedEvent,
  type LogRange,
  type OpenedTopic,
  type StandingPage,
  type TopicPlace,
} from '@parley/live';
import { UnitOfWork } from '@parley/persistence';
import { z } from 'zod';
import { MessageRepository } from '../messages/message.repository.ts';
import { inboxEvent } from './inbox-entry.ts';
import { InboxRepository } from './inbox.repository.ts';
import { markOf } from './mark.ts';
import { StandingRepository } from './standing.repository.ts';
import { movedForAll, movedForOne } from './standing.ts';

const ownerOf = (topic: string): UserId => idFrom('user', topic.slice(topic.lastIndexOf('_') + 1));

/** `inbox`: everybody follows their own; beside the log how their conversations stand. */
@Injectable()
export class InboxSource extends StandingSource<object> {
  readonly field = 'inbox';
  readonly args = z.object({});
  readonly readyType = 'InboxReady';
  readonly resyncType = 'Resync';
  override readonly tailCheckMs = [LIVE_LIMITS.inboxTailCheckMs, LIVE_LIMITS.inboxTailCheckMs] as const;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly inboxes: InboxRepository,
    private readonly conversations: StandingRepository,
    private readonly messages: MessageRepository,
  ) {
    super();
  }

  async open({ user }: Caller): Promise<OpenedTopic> {
    if (!user) throw new Refused('UNAUTHENTICATED', 'Sign in first.');
    const { organisationId, userId } = user;
    const topic = topics.inbox(userId);
    const { head, oldest, mark } = await this.present({ topic, organisationId });
    return { topic, organisationId, head, oldest, mark, intervals: [[1, null]] };
  }

  ends({ topic, organisationId }: TopicPlace): Promise<LogEnds> {
    return this.unitOfWork.run(organisationId, (tx) => this.inboxes.ends(tx, ownerOf(topic)));
  }

  async standings({ topic, organisationId }: TopicPlace, mark: string, limit: number): Promise<StandingPage> {
    const page = await this.unitOfWork.run(organisationId, (tx) =>
      this.conversations.behind(tx, ownerOf(topic), markOf(mark), limit),
    );
    return {
      ...page,
      standings: page.standings.map(
        ({ conversationId, lastSeq, newest, unreadCount, joinedSeq, revision, mark: behind }) => ({
          key: conversationId,
          revision,
          mark: behind,
          event: {
            ...movedForAll(conversationId, lastSeq, newest),
            ...movedForOne(unreadCount, joinedSeq, newest),
          },
        }),
      ),
    };
  }

  /** Where everything stands now: behind a mark beyond all transactions there is nothing to tell. */
  private present(place: TopicPlace): Promise<StandingPage> {
    return this.standings(place, String(Number.MAX_SAFE_INTEGER), 1);
  }

  async read({ topic, organisationId }: TopicPlace, { from, to, limit }: LogRange): Promise<LoggedEvent[]> {
    const owner = ownerOf(topic);
    const entries = await this.unitOfWork.run(organisationId, async (tx) => {
      const read = await this.inboxes.read(tx, owner, from, to, limit);
      const ids = read.flatMap(({ payload }) => (payload.kind === 'MENTIONED' ? payload.messageId : []));
      const found = ids.length > 0 ? await this.messages.findByIds(tx, owner, ids) : [];
      const messages = new Map(found.map((message) => [message.id, message]));
      return read.map((entry) =>
        entry.payload.kind === 'MENTIONED' ? { ...entry, message: messages.get(entry.payload.messageId) } : entry,
      );
    });
    return entries.map(inboxEvent);
  }
}
