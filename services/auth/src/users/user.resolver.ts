import { Args, Context, Mutation, Query, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId, type UserId } from '@parley/contracts';
import { CurrentCaller, EntityRef, SignedIn, type KnownCaller } from '@parley/identity';
import { inOrder, LoaderPerRequest, settle, type SubgraphContext } from '@parley/subgraph';
import { UpdateProfileInput, UpdateProfilePayload, UserType } from './user.graphql.ts';
import { UserService } from './user.service.ts';
import { viewOf } from './user.view.ts';

/** The graph's door to people. */
@Resolver(() => UserType)
export class UserResolver {
  /** People asked for in one request are read together. */
  private readonly people = new LoaderPerRequest<UserId, UserType | null>(async (viewer, ids) => {
    const found = await this.users.findByIds(viewer.organisationId, ids);
    return inOrder(
      ids,
      found.map((user) => [user.id, viewOf(user, viewer)]),
    );
  });

  constructor(private readonly users: UserService) {}

  @Query(() => UserType, { description: 'Who one is.' })
  @SignedIn('profile:read')
  async me(@CurrentCaller() caller: KnownCaller, @Context() context: SubgraphContext): Promise<UserType> {
    const me = await this.people.load(context, caller.userId);
    if (!me) throw new Error('a signed-in person has no row');
    return me;
  }

  @ResolveReference()
  @EntityRef()
  async resolveReference(reference: { id: string }, context: SubgraphContext): Promise<UserType | null> {
    const id = parseId('user', reference.id);
    return id ? this.people.load(context, id) : null;
  }

  @Mutation(() => UpdateProfilePayload, { description: 'Changes one’s own profile.' })
  @SignedIn('profile:write')
  updateProfile(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: UpdateProfileInput,
  ): Promise<UpdateProfilePayload> {
    return settle(async () => ({ user: viewOf(await this.users.updateProfile(caller, input), caller) }));
  }
}
