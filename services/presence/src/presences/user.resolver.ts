import { Context, Parent, ResolveField, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId, type UserId } from '@parley/contracts';
import { EntityRef } from '@parley/identity';
import { LoaderPerRequest, type SubgraphContext } from '@parley/subgraph';
import { PresenceType, UserType } from './presence.graphql.ts';
import { PresenceService } from './presence.service.ts';
import type { Presence } from './presence.ts';

/** What presence adds to a person. */
@Resolver(() => UserType)
export class UserResolver {
  /** The people of one request are read together. */
  private readonly presences = new LoaderPerRequest<UserId, Presence | null>((viewer, ids) =>
    this.seen.see(viewer, ids),
  );

  constructor(private readonly seen: PresenceService) {}

  @ResolveReference()
  @EntityRef()
  resolveReference(reference: { id: string }): UserType {
    return { id: reference.id };
  }

  @ResolveField(() => PresenceType, {
    nullable: true,
    description: 'Whether they are here. Null unless they are a contact, or oneself.',
  })
  @EntityRef('presence:read')
  async presence(@Parent() user: UserType, @Context() context: SubgraphContext): Promise<PresenceType | null> {
    const id = parseId('user', user.id);
    return id ? this.presences.load(context, id) : null;
  }
}
