import { Injectable } from '@nestjs/common';
import { topics, type ConversationId } from '@parley/contracts';
import { LivePublisher, type LoggedEvent } from '@parley/live';
import type { Transaction } from '@parley/persistence';
import { InboxService } from '../inbox/inbox.service.ts';
import { memberChangeEvent, type MemberChange } from '../members/member-change.ts';
import { messageNewsEvent, type MessageNews } from '../messages/message.event.ts';
import type { EditedMessage } from '../messages/message.ts';
import { ConversationLogRepository, type LoggedNews } from './conversation-log.repository.ts';
import type { MemberId } from './member.ts';

/** What stands in a conversation's log besides messages as they were sent. */
export type ConversationNews = MemberChange | MessageNews | { kind: 'SESSION_ENDED'; endedAt: string | null };

/** Events of a conversation that are no messages, within the transaction of the change and told after its COMMIT: to those who follow it, and to its members’ inboxes. */
@Injectable()
export class ConversationLog {
  constructor(
    private readonly logs: ConversationLogRepository,
    private readonly inbox: InboxService,
    private readonly live: LivePublisher,
  ) {}

  /**
   * Hold the conversation's row.
   * @param ends whose right to read ends with this very event: it is the last they get
   * @param edited finds, of an edit or a preview, the message as those may read it who are told what stands at this seq
   * @returns the event's seq
   */
  append(
    tx: Transaction,
    id: ConversationId,
    news: ConversationNews,
    ends: MemberId[],
    edited?: (seq: number) => Promise<EditedMessage | undefined>,
  ): Promise<number> {
    return this.appendAll(tx, id, [news], ends, edited);
  }

  /** Several at once, at least one. @returns the seq of the first; the others follow without a gap */
  async appendAll(
    tx: Transaction,
    id: ConversationId,
    all: readonly ConversationNews[],
    ends: MemberId[] = [],
    edited?: (seq: number) => Promise<EditedMessage | undefined>,
  ): Promise<number> {
    const logged = await this.logs.append(tx, id, all, ends);
    const { seq } = logged[0] as LoggedNews;
    const message = await edited?.(seq);
    this.inbox.tellMembers(tx, id);
    tx.afterCommit(() =>
      this.live.publish(
        topics.conversation(id),
        logged.map((one) => newsEvent(one, message)),
      ),
    );
    return seq;
  }
}

/** The event as the graph's types say it, complete in itself. */
export function newsEvent({ seq, at, news, ends }: LoggedNews, edited?: EditedMessage): LoggedEvent {
  return { seq, event: eventOf({ seq, at, news }, edited), ...(ends ? { ends } : {}) };
}

function eventOf({ seq, at, news }: Omit<LoggedNews, 'ends'>, edited: EditedMessage | undefined): LoggedEvent['event'] {
  switch (news.kind) {
    case 'SESSION_ENDED':
      return { __typename: 'SessionEnded', endedAt: news.endedAt };
    case 'MEMBER_ADDED':
    case 'MEMBER_REMOVED':
    case 'TITLE_CHANGED':
      return memberChangeEvent(seq, at.toISOString(), news);
    default:
      return messageNewsEvent(news, edited);
  }
}
