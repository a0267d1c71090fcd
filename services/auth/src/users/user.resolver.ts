import { Args, Context, Mutation, Query, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId, type UserId } from '@parley/contracts';
import { CurrentCaller, EntityRef, SignedIn, type KnownCaller } from '@parley/identity';
import { settle, type SubgraphContext } from '@parley/subgraph';
import DataLoader from 'dataloader';
import { UpdateProfileInput, UpdateProfilePayload, UserType } from './user.graphql.ts';
import { UserService } from './user.service.ts';
import { viewOf } from './user.view.ts';

/** The graph's door to people. */
@Resolver(() => UserType)
export class UserResolver {
  /** People asked for in one request are read together. */
  private readonly loaders = new WeakMap<SubgraphContext, DataLoader<UserId, UserType | null>>();

  constructor(private readonly users: UserService) {}

  @Query(() => UserType, { description: 'Who one is.' })
  @SignedIn()
  async me(@CurrentCaller() caller: KnownCaller, @Context() context: SubgraphContext): Promise<UserType> {
    const me = await this.loaderOf(context, caller).load(caller.userId);
    if (!me) throw new Error('a signed-in person has no row');
    return me;
  }

  @ResolveReference()
  @EntityRef()
  async resolveReference(reference: { id: string }, context: SubgraphContext): Promise<UserType | null> {
    const id = parseId('user', reference.id);
    return id && context.caller.user ? this.loaderOf(context, context.caller.user).load(id) : null;
  }

  @Mutation(() => UpdateProfilePayload, { description: 'Changes one’s own profile.' })
  @SignedIn()
  updateProfile(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: UpdateProfileInput,
  ): Promise<UpdateProfilePayload> {
    return settle(async () => ({ user: viewOf(await this.users.updateProfile(caller, input), caller) }));
  }

  private loaderOf(context: SubgraphContext, viewer: KnownCaller): DataLoader<UserId, UserType | null> {
    let loader = this.loaders.get(context);
    if (!loader) {
      loader = new DataLoader(async (ids) => {
        const users = await this.users.findByIds(viewer.organisationId, ids);
        const byId = new Map(users.map((user) => [user.id, viewOf(user, viewer)]));
        return ids.map((id) => byId.get(id) ?? null);
      });
      this.loaders.set(context, loader);
    }
    return loader;
  }
}
