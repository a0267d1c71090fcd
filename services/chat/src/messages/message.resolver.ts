import { Args, Context, Mutation, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId, type MessageId } from '@parley/contracts';
import { CurrentCaller, EntityRef, SignedIn, type KnownCaller } from '@parley/identity';
import { requireId, settle, type SubgraphContext } from '@parley/subgraph';
import { MessageType, SendMessageInput, SendMessagePayload } from './message.graphql.ts';
import { MessageService } from './message.service.ts';

/** The graph's door to messages. */
@Resolver(() => MessageType)
export class MessageResolver {
  constructor(private readonly messages: MessageService) {}

  @Mutation(() => SendMessagePayload, { description: 'Says something in a conversation one is in.' })
  @SignedIn()
  sendMessage(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: SendMessageInput,
  ): Promise<SendMessagePayload> {
    return settle(async () => {
      const conversationId = requireId('conversation', input.conversationId, 'conversationId');
      return { message: await this.messages.send(caller, { ...input, conversationId }) };
    });
  }

  @ResolveReference()
  @EntityRef()
  async resolveReference(reference: { id: string }, @Context() context: SubgraphContext): Promise<MessageType | null> {
    const id: MessageId | undefined = parseId('message', reference.id);
    const reader = context.caller.user;
    return id && reader ? ((await this.messages.findByIds(reader, [id]))[0] ?? null) : null;
  }
}
