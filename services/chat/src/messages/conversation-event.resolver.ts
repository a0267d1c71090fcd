import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { Public } from '@parley/identity';
import { servedByTheLiveDoor } from '@parley/live';
import { ConversationEvent } from './conversation-event.graphql.ts';

/** `conversationEvents` in the schema; `ConversationSource` answers for it. */
@Resolver()
export class ConversationEventResolver {
  @Subscription(() => ConversationEvent, {
    description:
      'Follows a conversation one is in: without `after` from now on, with it from where one was. Guests of a meeting show their token.',
  })
  @Public('chat:read')
  conversationEvents(
    @Args('conversationId', { type: () => ID }) _conversationId: string,
    @Args('after', { type: () => String, nullable: true }) _after?: string,
    @Args('guestToken', { type: () => String, nullable: true }) _guestToken?: string,
  ): never {
    return servedByTheLiveDoor();
  }
}
