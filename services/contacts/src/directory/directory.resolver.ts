import { Args, Directive, Int, Query, Resolver } from '@nestjs/graphql';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { listSize, type ConnectionOf } from '@parley/subgraph';
import { DirectoryService } from './directory.service.ts';
import { UserConnection, UserType } from './user.graphql.ts';

/** The graph's door to the directory. */
@Resolver(() => UserType)
export class DirectoryResolver {
  constructor(private readonly directory: DirectoryService) {}

  @Query(() => UserConnection, {
    description:
      'People of one’s organisation, oneself excluded, whose name or e-mail address has (or is like) the words.',
  })
  @Directive(listSize('first'))
  @SignedIn('people:read')
  searchUsers(
    @CurrentCaller() caller: KnownCaller,
    @Args('query', { description: '1–100 characters; accents and case do not matter.' }) query: string,
    @Args('first', { type: () => Int, description: 'How many, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor of the last one seen.' })
    after: string | null,
  ): Promise<ConnectionOf<UserType>> {
    return this.directory.search(caller, query, { first, after });
  }
}
