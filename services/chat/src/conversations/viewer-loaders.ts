import { Injectable } from '@nestjs/common';
import type { ConversationId, UserId } from '@parley/contracts';
import { inOrder, LoaderPerRequest } from '@parley/subgraph';
import { MessageService } from '../messages/message.service.ts';
import type { Message } from '../messages/message.ts';
import type { Conversation } from './conversation.ts';
import { ConversationService } from './conversation.service.ts';
import { atHome } from './member.ts';

/** What one request loads, each kind in one statement, as its caller may see it. */
@Injectable()
export class ViewerLoaders {
  readonly conversation = new LoaderPerRequest<ConversationId, Conversation | null>(async (viewer, ids) => {
    const found = await this.conversations.findByIds(atHome(viewer), ids);
    return inOrder(
      ids,
      found.map((one) => [one.id, one]),
    );
  });
  readonly direct = new LoaderPerRequest<UserId, Conversation | null>(async (viewer, ids) =>
    inOrder(ids, await this.conversations.findDirect(viewer, ids)),
  );
  readonly lastMessage = new LoaderPerRequest<ConversationId, Message | null>(async (viewer, ids) => {
    const found = await this.messages.newest(atHome(viewer), ids);
    return inOrder(
      ids,
      found.map((one) => [one.conversationId, one]),
    );
  });

  constructor(
    private readonly conversations: ConversationService,
    private readonly messages: MessageService,
  ) {}
}
