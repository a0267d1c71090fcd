import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { SignedIn } from '@parley/identity';
import { servedByTheLiveDoor } from '@parley/live';
import { ConversationEvent } from './conversation-event.graphql.ts';

/** `conversationEvents` in the schema; `ConversationSource` answers for it. */
@Resolver()
export class ConversationEventResolver {
  @Subscription(() => ConversationEvent, {
    description: 'Follows a conversation one is in: without `after` from now on, with it from where one was.',
  })
  @SignedIn()
  conversationEvents(
    @Args('conversationId', { type: () => ID }) _conversationId: string,
    @Args('after', { type: () => String, nullable: true }) _after?: string,
  ): never {
    return servedByTheLiveDoor();
  }
}
