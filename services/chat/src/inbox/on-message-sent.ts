import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { messageSent, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { ConversationRepository } from '../conversations/conversation.repository.ts';
import { InboxService } from './inbox.service.ts';

/**
 * Tells the members' inboxes that a conversation moved. While facts queue up, the first of a conversation speaks for
 * all of them: the mark in the conversation's row makes the others, and repetitions, do nothing.
 */
@Controller()
export class OnMessageSent {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly conversations: ConversationRepository,
    private readonly inbox: InboxService,
  ) {}

  @EventPattern(messageSent.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { organisationId, conversationId, seq } = readFact(messageSent, delivery).payload;
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (await this.conversations.takeNews(tx, conversationId, seq)) await this.inbox.tellMembers(tx, conversationId);
    });
  }
}
