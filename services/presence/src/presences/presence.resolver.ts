import { Args, Directive, ID, Query, Resolver, Subscription } from '@nestjs/graphql';
import { Refused } from '@parley/errors';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { servedByTheLiveDoor } from '@parley/live';
import { requireId } from '@parley/subgraph';
import { PresenceType } from './presence.graphql.ts';
import { PresenceService } from './presence.service.ts';

/** People asked for at once, at most. */
const MOST = 100;

/** The graph's door to who is here. `presenceChanged` is there for the schema; `PresenceSource` answers for it. */
@Resolver(() => PresenceType)
export class PresenceResolver {
  constructor(private readonly service: PresenceService) {}

  @Query(() => [PresenceType], {
    nullable: 'items',
    description: 'The present presence of each, in their order; null for who is neither a contact nor oneself.',
  })
  @Directive(`@listSize(assumedSize: ${MOST})`)
  @SignedIn('presence:read')
  async presences(
    @CurrentCaller() caller: KnownCaller,
    @Args('userIds', { type: () => [ID], description: 'At most 100.' }) userIds: string[],
  ): Promise<(PresenceType | null)[]> {
    if (userIds.length > MOST) throw Refused.badInput(`At most ${MOST} at once.`, 'userIds');
    const ids = userIds.map((id) => requireId('user', id, 'userIds'));
    return this.service.see(caller, ids);
  }

  @Subscription(() => PresenceType, {
    description: 'Follows the presence of contacts (or oneself): the present one of each first, then what changes.',
  })
  @SignedIn('presence:read')
  presenceChanged(
    @Args('userIds', {
      type: () => [ID],
      description: 'At most 200. One who is neither a contact nor oneself refuses it: NOT_FOUND.',
    })
    _userIds: string[],
  ): never {
    return servedByTheLiveDoor();
  }
}
