import { Inject, Injectable } from '@nestjs/common';
import { idFrom, LIVE_LIMITS, topics, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import {
  KeptSource,
  type LogEnds,
  type LoggedEvent,
  type LogRange,
  type OpenedTopic,
  type TopicPlace,
} from '@parley/live';
import { UnitOfWork } from '@parley/persistence';
import { z } from 'zod';
import { inboxEvent } from './inbox-entry.ts';
import { InboxRepository } from './inbox.repository.ts';

const ownerOf = (topic: string): UserId => idFrom('user', topic.slice(topic.lastIndexOf('_') + 1));

/** `inbox`: everybody follows their own. */
@Injectable()
export class InboxSource extends KeptSource<object> {
  readonly field = 'inbox';
  readonly args = z.object({});
  readonly readyType = 'InboxReady';
  readonly resyncType = 'Resync';
  override readonly tailCheckMs = [LIVE_LIMITS.inboxTailCheckMs, LIVE_LIMITS.inboxTailCheckMs] as const;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly inboxes: InboxRepository,
  ) {
    super();
  }

  async open({ user }: Caller): Promise<OpenedTopic> {
    if (!user) throw new Refused('UNAUTHENTICATED', 'Sign in first.');
    const { organisationId, userId } = user;
    const ends = await this.unitOfWork.run(organisationId, (tx) => this.inboxes.ends(tx, userId));
    return { topic: topics.inbox(userId), organisationId, ...ends, intervals: [[1, null]] };
  }

  ends({ topic, organisationId }: TopicPlace): Promise<LogEnds> {
    return this.unitOfWork.run(organisationId, (tx) => this.inboxes.ends(tx, ownerOf(topic)));
  }

  async read({ topic, organisationId }: TopicPlace, { from, to, limit }: LogRange): Promise<LoggedEvent[]> {
    const entries = await this.unitOfWork.run(organisationId, (tx) =>
      this.inboxes.read(tx, ownerOf(topic), from, to, limit),
    );
    return entries.map(inboxEvent);
  }
}
