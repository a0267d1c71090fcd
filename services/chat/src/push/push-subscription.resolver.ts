import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { SESSION_SCOPE } from '@parley/contracts';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { settle } from '@parley/subgraph';
import {
  RegisterPushSubscriptionInput,
  RegisterPushSubscriptionPayload,
  RemovePushSubscriptionInput,
  RemovePushSubscriptionPayload,
} from './push-subscription.graphql.ts';
import { PushSubscriptions } from './push-subscriptions.service.ts';
import { ServerKey } from './server-key.ts';

/** The graph's door to Web Push. A browser belongs to a session: access tokens register none. */
@Resolver()
export class PushSubscriptionResolver {
  constructor(
    private readonly subscriptions: PushSubscriptions,
    private readonly key: ServerKey,
  ) {}

  @Query(() => String, {
    nullable: true,
    description:
      'The key that browsers subscribe to Web Push with (`applicationServerKey`), in base64url; null: push is off in this installation. A subscription made with another key is dead.',
  })
  @SignedIn(SESSION_SCOPE)
  pushKey(): string | null {
    return this.key.publicKey ?? null;
  }

  @Mutation(() => RegisterPushSubscriptionPayload, {
    description:
      'Has this browser told by Web Push, until the session ends. Again and whenever a page starts: it is forgotten after 30 days.',
  })
  @SignedIn(SESSION_SCOPE)
  registerPushSubscription(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: RegisterPushSubscriptionInput,
  ): Promise<RegisterPushSubscriptionPayload> {
    return settle(async () => ({ subscription: { id: await this.subscriptions.register(caller, input) } }));
  }

  @Mutation(() => RemovePushSubscriptionPayload, { description: 'Has a browser of one’s own told no more.' })
  @SignedIn(SESSION_SCOPE)
  removePushSubscription(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') { endpoint }: RemovePushSubscriptionInput,
  ): Promise<RemovePushSubscriptionPayload> {
    return settle(async () => {
      await this.subscriptions.remove(caller, endpoint);
      return { isRemoved: true };
    });
  }
}
