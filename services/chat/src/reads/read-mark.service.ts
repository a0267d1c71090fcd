import { Inject, Injectable } from '@nestjs/common';
import { topics, type ConversationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { ConversationRepository } from '../conversations/conversation.repository.ts';
import { ConversationService, type Member } from '../conversations/conversation.service.ts';
import type { Conversation } from '../conversations/conversation.ts';
import { ConversationWords } from '../conversations/conversation-words.ts';
import { InboxService } from '../inbox/inbox.service.ts';
import { ReadMarkRepository } from './read-mark.repository.ts';
import { UnreadRepository } from './unread.repository.ts';

/** How far everybody has read. A mark only moves forward, and counts messages: what one may not read is never unread. */
@Injectable()
export class ReadMarks {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly marks: ReadMarkRepository,
    private readonly waiting: UnreadRepository,
    private readonly conversations: ConversationRepository,
    private readonly service: ConversationService,
    private readonly inbox: InboxService,
    private readonly words: ConversationWords,
  ) {}

  /**
   * Everything up to `seq` has been read, on all devices; beyond the newest message the mark stands at that one.
   * @throws Refused NOT_FOUND, BAD_USER_INPUT (a negative seq)
   */
  async move(caller: KnownCaller, id: ConversationId, seq: number): Promise<Conversation> {
    const { organisationId, userId } = caller;
    if (seq < 0) throw Refused.badInput('seq is 0 or more.', 'seq');
    return this.unitOfWork.run(organisationId, async (tx) => {
      const stands = await this.marks.move(tx, userId, id, seq);
      const [conversation] = await this.conversations.findByIds(tx, userId, [id]);
      if (!conversation) throw Refused.notFound('conversation', 'conversationId');
      if (stands === undefined) return conversation;
      this.inbox.tellMembers(tx, id, { only: userId });
      const event = { __typename: 'ReadMoved', userId, seq: stands };
      tx.afterCommit(() => this.words.say(topics.conversation(id), conversation.lastSeq, event));
      return conversation;
    });
  }

  /** Conversations with something unread of which the caller wants to be told. */
  unread({ organisationId, userId }: KnownCaller, most: number): Promise<ConversationId[]> {
    return this.unitOfWork.run(organisationId, (tx) => this.waiting.conversations(tx, userId, most));
  }

  /** Up to `page.limit + 1` marks; the conversation is one the caller was shown. */
  async list(conversation: Conversation, page: Page): Promise<{ member: Member; seq: number }[]> {
    const { organisationId, id } = conversation;
    const rows = await this.unitOfWork.run(organisationId, (tx) => this.marks.list(tx, id, page));
    const named = await this.service.named(organisationId, rows);
    return rows.map(({ seq }, index) => ({ seq, member: named[index] as Member }));
  }
}
