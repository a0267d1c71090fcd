import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { requireId, settle } from '@parley/subgraph';
import { SetTypingInput, SetTypingPayload } from './typing.graphql.ts';
import { TypingService } from './typing.service.ts';

/** The graph's door to who types. */
@Resolver()
export class TypingResolver {
  constructor(private readonly typing: TypingService) {}

  @Mutation(() => SetTypingPayload, {
    description:
      'Tells the others that one is writing. Send it every 3 seconds at most while one does; more often does nothing.',
  })
  @SignedIn('chat:write')
  setTyping(@CurrentCaller() caller: KnownCaller, @Args('input') input: SetTypingInput): Promise<SetTypingPayload> {
    return settle(async () => {
      const conversationId = requireId('conversation', input.conversationId, 'conversationId');
      await this.typing.type(caller, conversationId);
      return { conversationId };
    });
  }
}
