import { Inject, Injectable } from '@nestjs/common';
import { messageSent, topics, type ConversationId, type MessageId, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { LivePublisher } from '@parley/live';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { PersonService } from '../people/person.service.ts';
import type { Person } from '../people/person.ts';
import { messageSentEvent } from './message-sent.event.ts';
import { MessageRepository } from './message.repository.ts';
import { requireBody, requireNonce, type Message } from './message.ts';

/** Messages: sending as G1 says, and reading what one may read. */
@Injectable()
export class MessageService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly messages: MessageRepository,
    private readonly people: PersonService,
    private readonly live: LivePublisher,
  ) {}

  /**
   * Stores a message and answers only after COMMIT. The same nonce with the same body answers with what is stored.
   * @throws Refused BAD_USER_INPUT, NOT_FOUND (not in the conversation), CONFLICT (the nonce's message had another body)
   */
  async send(
    caller: KnownCaller,
    input: { conversationId: ConversationId; body: string; clientNonce?: string | null | undefined },
  ): Promise<Message> {
    const body = requireBody(input.body);
    const nonce = requireNonce(input.clientNonce);
    const sender = (await this.people.findByIds(caller.organisationId, [caller.userId])).get(caller.userId);
    if (!sender) throw Refused.notFound('conversation', 'conversationId');
    return this.unitOfWork.run(caller.organisationId, (tx) =>
      this.store(tx, { conversationId: input.conversationId, sender, body, nonce }),
    );
  }

  list(caller: KnownCaller, conversationId: ConversationId, page: Page): Promise<Message[]> {
    return this.unitOfWork.run(caller.organisationId, (tx) =>
      this.messages.list(tx, caller.userId, conversationId, page),
    );
  }

  newest(caller: KnownCaller, ids: readonly ConversationId[]): Promise<Message[]> {
    return this.unitOfWork.run(caller.organisationId, (tx) => this.messages.newest(tx, caller.userId, ids));
  }

  findByIds(caller: KnownCaller, ids: readonly MessageId[]): Promise<Message[]> {
    return this.unitOfWork.run(caller.organisationId, (tx) => this.messages.findByIds(tx, caller.userId, ids));
  }

  private async store(
    tx: Transaction,
    sent: { conversationId: ConversationId; sender: Person; body: string; nonce: string | null },
  ): Promise<Message> {
    const { conversationId, sender, body, nonce } = sent;
    if (!(await this.messages.lockAsMember(tx, conversationId, sender.userId)))
      throw Refused.notFound('conversation', 'conversationId');
    const before =
      nonce === null ? undefined : await this.messages.findByNonce(tx, conversationId, sender.userId, nonce);
    if (before) return sameOrConflict(before, body);
    const message = await this.messages.append(tx, { id: newId('message'), conversationId, sender, body, nonce });
    tx.publish(messageSent, factOf(tx, message, sender.userId));
    tx.afterCommit(() => this.live.publish(topics.conversation(conversationId), [messageSentEvent(message)]));
    return message;
  }
}

function sameOrConflict(before: Message, body: string): Message {
  if (before.body === body) return before;
  throw new Refused('CONFLICT', 'This nonce has been used for another message.', { field: ['clientNonce'] });
}

function factOf(tx: Transaction, { id, conversationId, seq, sentAt }: Message, senderId: UserId) {
  return {
    organisationId: tx.organisationId,
    conversationId,
    messageId: id,
    seq,
    senderId,
    sentAt: sentAt.toISOString(),
  };
}
