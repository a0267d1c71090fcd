import { Injectable } from '@nestjs/common';
import { topics, type ConversationId, type UserId } from '@parley/contracts';
import { LivePublisher } from '@parley/live';
import type { Transaction } from '@parley/persistence';
import type { Message } from '../messages/message.ts';
import { inboxEvent, type InboxEntry, type InboxPayload } from './inbox-entry.ts';
import { InboxRepository } from './inbox.repository.ts';
import { ConversationMoves } from './moves.ts';

/**
 * Writes into people's inboxes, within the transaction of what happened, and wakes them after its COMMIT. That a conversation moved
 * is not written: it is told.
 */
@Injectable()
export class InboxService {
  constructor(
    private readonly inboxes: InboxRepository,
    private readonly moves: ConversationMoves,
    private readonly live: LivePublisher,
  ) {}

  async tell(tx: Transaction, userId: UserId, payload: InboxPayload): Promise<void> {
    this.wake(tx, [await this.inboxes.append(tx, userId, payload)]);
  }

  /** A conversation has moved: for all its members, or for one. */
  tellMembers(tx: Transaction, conversationId: ConversationId, { only }: { only?: UserId } = {}): void {
    tx.afterCommit(() => this.moves.note(tx.organisationId, conversationId, only));
  }

  /** They are no longer in it. Call in the order of their ids. */
  async tellGone(tx: Transaction, userId: UserId, conversationId: ConversationId): Promise<void> {
    await this.tell(tx, userId, { kind: 'CONVERSATION_LEFT', conversationId });
  }

  /** Somebody mentions them. The entry keeps where, and never the words, which may be deleted. */
  async tellMention(tx: Transaction, userId: UserId, message: Message): Promise<void> {
    const { conversationId, id: messageId } = message;
    const entry = await this.inboxes.append(tx, userId, { kind: 'MENTIONED', conversationId, messageId });
    this.wake(tx, [{ ...entry, message }]);
  }

  private wake(tx: Transaction, entries: InboxEntry[]): void {
    tx.afterCommit(() => {
      for (const entry of entries) this.live.publish(topics.inbox(entry.userId), [inboxEvent(entry)]);
    });
  }
}
