import { Injectable } from '@nestjs/common';
import { topics, type ConversationId, type UserId } from '@parley/contracts';
import { LivePublisher } from '@parley/live';
import type { Transaction } from '@parley/persistence';
import { inboxEvent, type InboxEntry, type InboxPayload } from './inbox-entry.ts';
import { InboxRepository } from './inbox.repository.ts';

/** Writes into people's inboxes, within the transaction of what happened, and wakes them after its COMMIT. */
@Injectable()
export class InboxService {
  constructor(
    private readonly inboxes: InboxRepository,
    private readonly live: LivePublisher,
  ) {}

  async tell(tx: Transaction, userId: UserId, payload: InboxPayload): Promise<void> {
    this.wake(tx, [await this.inboxes.append(tx, userId, payload)]);
  }

  /** How a conversation stands now: to all its members, or to one. */
  async tellMembers(tx: Transaction, conversationId: ConversationId, only?: UserId): Promise<void> {
    this.wake(tx, await this.inboxes.appendConversationMoved(tx, conversationId, only));
  }

  private wake(tx: Transaction, entries: InboxEntry[]): void {
    tx.afterCommit(() => {
      for (const entry of entries) this.live.publish(topics.inbox(entry.userId), [inboxEvent(entry)]);
    });
  }
}
