import { Inject, Injectable } from '@nestjs/common';
import { topics } from '@parley/contracts';
import { LiveCursors } from '@parley/live';
import { UnitOfWork } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { newsEvent } from '../conversations/conversation-log.ts';
import { ConversationLogRepository } from '../conversations/conversation-log.repository.ts';
import type { Conversation } from '../conversations/conversation.ts';
import type { ConversationChangeEvent } from './member-change.graphql.ts';

/** What changed in a conversation, read from its log, as one may read it. */
@Injectable()
export class MemberChanges {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly logs: ConversationLogRepository,
    private readonly cursors: LiveCursors,
  ) {}

  /** Up to `page.limit + 1`; the conversation is one the caller was shown. */
  async list({ id, reader }: Conversation, page: Page): Promise<ConversationChangeEvent[]> {
    const { organisationId, memberId } = reader;
    const rows = await this.unitOfWork.run(organisationId, (tx) => this.logs.changes(tx, id, memberId, page));
    const whole = async (row: (typeof rows)[number]) => {
      const cursor = await this.cursors.cursorFor(topics.conversation(id), row.seq);
      return { ...newsEvent(row).event, at: row.at, cursor } as unknown as ConversationChangeEvent;
    };
    return Promise.all(rows.map(whole));
  }
}
