import { Inject, Injectable } from '@nestjs/common';
import { idFrom, idSchema, topics, type ConversationId } from '@parley/contracts';
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
import { ConversationRepository } from '../conversations/conversation.repository.ts';
import { ConversationService } from '../conversations/conversation.service.ts';
import { messageSentEvent } from './message-sent.event.ts';
import { MessageRepository } from './message.repository.ts';

interface Args {
  conversationId: ConversationId;
}

const conversationOf = (topic: string): ConversationId =>
  idFrom('conversation', topic.slice(topic.lastIndexOf('_') + 1));

/** `conversationEvents`: members follow their conversation's log, each from joining to leaving. */
@Injectable()
export class ConversationSource extends KeptSource<Args> {
  readonly field = 'conversationEvents';
  readonly args = z.object({ conversationId: idSchema('conversation') });
  readonly readyType = 'Ready';
  readonly resyncType = 'Resync';

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly service: ConversationService,
    private readonly conversations: ConversationRepository,
    private readonly messages: MessageRepository,
  ) {
    super();
  }

  async open(caller: Caller, { conversationId }: Args): Promise<OpenedTopic> {
    if (!caller.user) throw new Refused('UNAUTHENTICATED', 'Sign in first.');
    const { organisationId, userId } = caller.user;
    const { lastSeq, intervals } = await this.service.readableLog(organisationId, userId, conversationId);
    return { topic: topics.conversation(conversationId), organisationId, head: lastSeq, intervals };
  }

  async ends({ topic, organisationId }: TopicPlace): Promise<LogEnds> {
    return {
      head: await this.unitOfWork.run(organisationId, (tx) => this.conversations.lastSeq(tx, conversationOf(topic))),
    };
  }

  async read({ topic, organisationId }: TopicPlace, { from, to, limit }: LogRange): Promise<LoggedEvent[]> {
    const messages = await this.unitOfWork.run(organisationId, (tx) =>
      this.messages.readLog(tx, conversationOf(topic), from, to, limit),
    );
    return messages.map(messageSentEvent);
  }
}
