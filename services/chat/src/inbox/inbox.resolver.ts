import { Args, Resolver, Subscription } from '@nestjs/graphql';
import { SignedIn } from '@parley/identity';
import { servedByTheLiveDoor } from '@parley/live';
import { InboxEvent } from './inbox-event.graphql.ts';

/** `inbox` in the schema; `InboxSource` answers for it. */
@Resolver()
export class InboxResolver {
  @Subscription(() => InboxEvent, {
    description: 'Follows everything that concerns you: without `after` from now on, with it from where you were.',
  })
  @SignedIn('chat:read')
  inbox(@Args('after', { type: () => String, nullable: true }) _after?: string): never {
    return servedByTheLiveDoor();
  }
}
