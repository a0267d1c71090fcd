import { Context, Parent, ResolveField, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId, type UserId } from '@parley/contracts';
import { EntityRef } from '@parley/identity';
import { LoaderPerRequest, type SubgraphContext } from '@parley/subgraph';
import { UserType } from '../directory/user.graphql.ts';
import { ContactStateEnum } from './contact.graphql.ts';
import { ContactService } from './contact.service.ts';
import type { ContactState } from './contact.ts';

/** What contacts adds to a person: how one stands to them. */
@Resolver(() => UserType)
export class UserResolver {
  /** The people of one request are looked up together. */
  private readonly states = new LoaderPerRequest<UserId, ContactState>((viewer, ids) =>
    this.contacts.states(viewer, ids),
  );

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
  @EntityRef('contacts:read')
  async contactState(@Parent() user: UserType, @Context() context: SubgraphContext): Promise<ContactState | null> {
    const id = parseId('user', user.id);
    return id ? this.states.load(context, id) : null;
  }
}
