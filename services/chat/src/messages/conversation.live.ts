import { Inject, Injectable } from '@nestjs/common';
import { idFrom, idSchema, topics, type ConversationId } from '@parley/contracts';
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
import { newsEvent } from '../conversations/conversation-log.ts';
import { ConversationLogRepository } from '../conversations/conversation-log.repository.ts';
import { ConversationRepository } from '../conversations/conversation.repository.ts';
import { ConversationService } from '../conversations/conversation.service.ts';
import { Readers } from '../meeting-chats/readers.ts';
import { messageSentEvent } from './message.event.ts';
import { MessageRepository } from './message.repository.ts';

interface Args {
  conversationId: ConversationId;
  guestToken?: string | null | undefined;
}

const conversationOf = (topic: string): ConversationId =>
  idFrom('conversation', topic.slice(topic.lastIndexOf('_') + 1));

/** `conversationEvents`: members follow their conversation's log, each from joining to leaving. */
@Injectable()
export class ConversationSource extends KeptSource<Args> {
  readonly field = 'conversationEvents';
  readonly args = z.object({ conversationId: idSchema('conversation'), guestToken: z.string().nullish() });
  readonly readyType = 'Ready';
  readonly resyncType = 'Resync';

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly service: ConversationService,
    private readonly conversations: ConversationRepository,
    private readonly messages: MessageRepository,
    private readonly logs: ConversationLogRepository,
    private readonly readers: Readers,
  ) {
    super();
  }

  open(caller: Caller, { conversationId, guestToken }: Args): Promise<OpenedTopic> {
    return this.readers.as(caller, conversationId, guestToken, async (reader) => {
      const { lastSeq, intervals } = await this.service.readableLog(reader, conversationId);
      const { organisationId, memberId: holder } = reader;
      return { topic: topics.conversation(conversationId), organisationId, head: lastSeq, intervals, holder };
    });
  }

  async ends({ topic, organisationId }: TopicPlace): Promise<LogEnds> {
    return {
      head: await this.unitOfWork.run(organisationId, (tx) => this.conversations.lastSeq(tx, conversationOf(topic))),
    };
  }

  async read({ topic, organisationId }: TopicPlace, { from, to, limit }: LogRange): Promise<LoggedEvent[]> {
    const id = conversationOf(topic);
    return this.unitOfWork.run(organisationId, async (tx) => {
      const messages = await this.messages.readLog(tx, id, from, to, limit);
      const events = messages.map(messageSentEvent);
      for (const one of await this.logs.read(tx, id, from, to, limit)) {
        const { news, seq } = one;
        const isOfMessage = news.kind === 'MESSAGE_EDITED' || news.kind === 'PREVIEW_CHANGED';
        events.push(
          newsEvent(one, isOfMessage ? await this.messages.findForAll(tx, id, news.messageSeq, seq) : undefined),
        );
      }
      return events.toSorted((a, b) => a.seq - b.seq).slice(0, limit);
    });
  }
}
