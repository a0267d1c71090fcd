import { Injectable } from '@nestjs/common';
import type { ConversationId, UserId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import type { SubgraphContext } from '@parley/subgraph';
import DataLoader from 'dataloader';
import { MessageService } from '../messages/message.service.ts';
import type { Message } from '../messages/message.ts';
import type { Conversation } from './conversation.ts';
import { ConversationService } from './conversation.service.ts';

/** What one request loads, each kind in one statement, as one viewer may see it. */
export interface ViewerLoaders {
  conversation: DataLoader<ConversationId, Conversation | null>;
  direct: DataLoader<UserId, Conversation | null>;
  lastMessage: DataLoader<ConversationId, Message | null>;
}

/** Loaders per request; a request has one caller, so nothing read for one person is shown to another. */
@Injectable()
export class ViewerLoadersOf {
  private readonly byContext = new WeakMap<SubgraphContext, ViewerLoaders>();

  constructor(
    private readonly conversations: ConversationService,
    private readonly messages: MessageService,
  ) {}

  get(context: SubgraphContext, viewer: KnownCaller): ViewerLoaders {
    let loaders = this.byContext.get(context);
    if (!loaders) {
      loaders = this.make(viewer);
      this.byContext.set(context, loaders);
    }
    return loaders;
  }

  private make(viewer: KnownCaller): ViewerLoaders {
    return {
      conversation: new DataLoader(async (ids) => {
        const found = new Map(
          (await this.conversations.findByIds(viewer, ids)).map((conversation) => [conversation.id, conversation]),
        );
        return ids.map((id) => found.get(id) ?? null);
      }),
      direct: new DataLoader(async (userIds) => {
        const found = await this.conversations.findDirect(viewer, userIds);
        return userIds.map((id) => found.get(id) ?? null);
      }),
      lastMessage: new DataLoader(async (ids) => {
        const found = new Map(
          (await this.messages.newest(viewer, ids)).map((message) => [message.conversationId, message]),
        );
        return ids.map((id) => found.get(id) ?? null);
      }),
    };
  }
}
