import { Context, Parent, ResolveField, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId, type UserId } from '@parley/contracts';
import { EntityRef, type KnownCaller } from '@parley/identity';
import type { SubgraphContext } from '@parley/subgraph';
import DataLoader from 'dataloader';
import { PresenceType, UserType } from './presence.graphql.ts';
import { PresenceService } from './presence.service.ts';
import type { Presence } from './presence.ts';

/** What presence adds to a person. */
@Resolver(() => UserType)
export class UserResolver {
  /** The people of one request are read together. */
  private readonly loaders = new WeakMap<SubgraphContext, DataLoader<UserId, Presence | null>>();

  constructor(private readonly presences: PresenceService) {}

  @ResolveReference()
  @EntityRef()
  resolveReference(reference: { id: string }): UserType {
    return { id: reference.id };
  }

  @ResolveField(() => PresenceType, {
    nullable: true,
    description: 'Whether they are here. Null unless they are a contact, or oneself.',
  })
  @EntityRef()
  async presence(@Parent() user: UserType, @Context() context: SubgraphContext): Promise<PresenceType | null> {
    const id = parseId('user', user.id);
    const viewer = context.caller.user;
    const presence = id && viewer ? await this.loaderOf(context, viewer).load(id) : null;
    return presence && { ...presence, text: null };
  }

  private loaderOf(context: SubgraphContext, viewer: KnownCaller): DataLoader<UserId, Presence | null> {
    let loader = this.loaders.get(context);
    if (!loader) {
      loader = new DataLoader((ids) => this.presences.see(viewer, ids));
      this.loaders.set(context, loader);
    }
    return loader;
  }
}
