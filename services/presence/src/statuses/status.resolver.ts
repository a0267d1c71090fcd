import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { settle } from '@parley/subgraph';
import {
  OwnStatusType,
  SetPrivacyInput,
  SetPrivacyPayload,
  SetStatusInput,
  SetStatusPayload,
} from './status.graphql.ts';
import { StatusService } from './status.service.ts';

/** The graph's door to one's own status. */
@Resolver(() => OwnStatusType)
export class StatusResolver {
  constructor(private readonly statuses: StatusService) {}

  @Query(() => OwnStatusType, { description: 'What one has chosen for oneself.' })
  @SignedIn('presence:read')
  myStatus(@CurrentCaller() caller: KnownCaller): Promise<OwnStatusType> {
    return this.statuses.read(caller);
  }

  @Mutation(() => SetStatusPayload, {
    description:
      'Says how one is to be shown, and something of oneself, until a time. It ends by itself; without a device one is OFFLINE all the same.',
  })
  @SignedIn('presence:write')
  setStatus(@CurrentCaller() caller: KnownCaller, @Args('input') input: SetStatusInput): Promise<SetStatusPayload> {
    return settle(() => this.statuses.set(caller, input));
  }

  @Mutation(() => SetPrivacyPayload, { description: 'Says what nobody is to see.' })
  @SignedIn('presence:write')
  setPrivacy(@CurrentCaller() caller: KnownCaller, @Args('input') input: SetPrivacyInput): Promise<SetPrivacyPayload> {
    return settle(() => this.statuses.hideLastSeen(caller, input.hideLastSeen));
  }
}
