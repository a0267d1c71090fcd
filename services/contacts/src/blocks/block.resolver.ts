import { Args, Directive, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { listSize, settle, type ConnectionOf } from '@parley/subgraph';
import {
  BlockedUser,
  BlockedUserConnection,
  BlockUserInput,
  BlockUserPayload,
  UnblockUserInput,
  UnblockUserPayload,
} from './block.graphql.ts';
import { BlockService } from './block.service.ts';

/** The graph's door to whom one blocks. */
@Resolver(() => BlockedUser)
export class BlockResolver {
  constructor(private readonly blocks: BlockService) {}

  @Query(() => BlockedUserConnection, { description: 'Whom one blocks, by name. Nobody else sees it.' })
  @Directive(listSize('first'))
  @SignedIn('contacts:read')
  async blockedUsers(
    @CurrentCaller() caller: KnownCaller,
    @Args('first', { type: () => Int, description: 'How many, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor of the last one seen.' })
    after: string | null,
  ): Promise<ConnectionOf<BlockedUser>> {
    const { edges, pageInfo } = await this.blocks.list(caller, { first, after });
    const shown = edges.map(({ cursor, node: { userId, since } }) => ({
      cursor,
      node: { userId, user: { id: userId }, since },
    }));
    return { edges: shown, nodes: shown.map(({ node }) => node), pageInfo };
  }

  @Mutation(() => BlockUserPayload, {
    description:
      'Blocks somebody, who is not told: they are no contact any more, what they ask stays unseen, they cannot write to one alone nor call one. Groups go on.',
  })
  @SignedIn('contacts:write')
  blockUser(@CurrentCaller() caller: KnownCaller, @Args('input') input: BlockUserInput): Promise<BlockUserPayload> {
    return settle(async () => ({ user: { id: await this.blocks.block(caller, input) } }));
  }

  @Mutation(() => UnblockUserPayload, { description: 'Blocks somebody no longer. It makes no contacts of them.' })
  @SignedIn('contacts:write')
  unblockUser(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: UnblockUserInput,
  ): Promise<UnblockUserPayload> {
    return settle(async () => ({ user: { id: await this.blocks.unblock(caller, input) } }));
  }
}
