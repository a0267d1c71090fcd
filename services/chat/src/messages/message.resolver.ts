import { Args, Mutation, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId, type MessageId } from '@parley/contracts';
import { CurrentCaller, Public, Reference, type Caller } from '@parley/identity';
import { requireId, settle, type SubgraphContext } from '@parley/subgraph';
import { atHome } from '../conversations/member.ts';
import { MessageType, SendMessageInput, SendMessagePayload } from './message.graphql.ts';
import { MessageService } from './message.service.ts';

/** The graph's door to messages. */
@Resolver(() => MessageType)
export class MessageResolver {
  constructor(private readonly messages: MessageService) {}

  @Mutation(() => SendMessagePayload, {
    description: 'Says something in a conversation one is in. Guests of a meeting show their token.',
  })
  @Public('chat:write')
  sendMessage(
    @CurrentCaller('anyone') caller: Caller,
    @Args('input') input: SendMessageInput,
  ): Promise<SendMessagePayload> {
    return settle(async () => {
      const conversationId = requireId('conversation', input.conversationId, 'conversationId');
      const replyToId = input.replyToId == null ? null : requireId('message', input.replyToId, 'replyToId');
      return { message: await this.messages.send(caller, { ...input, conversationId, replyToId }) };
    });
  }

  @ResolveReference()
  @Reference('chat:read')
  async resolveReference(reference: { id: string }, context: SubgraphContext): Promise<MessageType | null> {
    const id: MessageId | undefined = parseId('message', reference.id);
    const reader = context.caller.user;
    return id && reader ? ((await this.messages.findByIds(atHome(reader), [id]))[0] ?? null) : null;
  }
}
