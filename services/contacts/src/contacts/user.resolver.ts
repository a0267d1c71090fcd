import { Context, Parent, ResolveField, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId, type UserId } from '@parley/contracts';
import { EntityRef, type KnownCaller } from '@parley/identity';
import type { SubgraphContext } from '@parley/subgraph';
import DataLoader from 'dataloader';
import { UserType } from '../directory/user.graphql.ts';
import { ContactStateEnum } from './contact.graphql.ts';
import { ContactService } from './contact.service.ts';
import type { ContactState } from './contact.ts';

/** What contacts adds to a person: how one stands to them. */
@Resolver(() => UserType)
export class UserResolver {
  /** The people of one request are looked up together. */
  private readonly loaders = new WeakMap<SubgraphContext, DataLoader<UserId, ContactState>>();

  constructor(private readonly contacts: ContactService) {}

  @ResolveReference()
  @EntityRef()
  resolveReference(reference: { id: string }): UserType {
    return { id: reference.id };
  }

  @ResolveField(() => ContactStateEnum, {
    nullable: true,
    description: 'How one stands to them. Null for who is not signed in.',
  })
  @EntityRef()
  async contactState(@Parent() user: UserType, @Context() context: SubgraphContext): Promise<ContactState | null> {
    const id = parseId('user', user.id);
    return id && context.caller.user ? this.loaderOf(context, context.caller.user).load(id) : null;
  }

  private loaderOf(context: SubgraphContext, viewer: KnownCaller): DataLoader<UserId, ContactState> {
    let loader = this.loaders.get(context);
    if (!loader) {
      loader = new DataLoader((ids) => this.contacts.states(viewer, ids));
      this.loaders.set(context, loader);
    }
    return loader;
  }
}
