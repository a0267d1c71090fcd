import { Args, Context, Directive, ID, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentCaller, EntityRef, SignedIn, type KnownCaller } from '@parley/identity';
import { listSize, page, pageOf, requireId, settle, type ConnectionOf, type SubgraphContext } from '@parley/subgraph';
import { ConversationType } from '../conversations/conversation.graphql.ts';
import { viewOf, type ConversationView } from '../conversations/conversation.view.ts';
import { ConversationChangeConnection, type ConversationChangeEvent } from './member-change.graphql.ts';
import { MemberChanges } from './member-changes.ts';
import {
  AddMembersInput,
  AddMembersPayload,
  LeaveConversationInput,
  LeaveConversationPayload,
  RemoveMemberInput,
  RemoveMemberPayload,
  RenameConversationInput,
  RenameConversationPayload,
} from './membership.graphql.ts';
import { Membership } from './membership.service.ts';
import { RostersOf } from './rosters.ts';

const SEQ = /^\d{1,15}$/;

/** The graph's door to who is in a group. */
@Resolver(() => ConversationType)
export class MembershipResolver {
  constructor(
    private readonly membership: Membership,
    private readonly memberChanges: MemberChanges,
    private readonly rosters: RostersOf,
  ) {}

  @Mutation(() => AddMembersPayload, {
    description: 'Adds people to a group: what is said from here on is theirs too.',
  })
  @SignedIn('chat:write')
  addMembers(@CurrentCaller() caller: KnownCaller, @Args('input') input: AddMembersInput): Promise<AddMembersPayload> {
    return settle(async () => {
      const id = requireId('conversation', input.conversationId, 'conversationId');
      const userIds = input.userIds.map((one) => requireId('user', one, 'userIds'));
      return { conversation: viewOf(await this.membership.add(caller, id, userIds)) };
    });
  }

  @Mutation(() => RemoveMemberPayload, { description: 'Removes somebody from a group that one manages.' })
  @SignedIn('chat:write')
  removeMember(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: RemoveMemberInput,
  ): Promise<RemoveMemberPayload> {
    return settle(async () => {
      const id = requireId('conversation', input.conversationId, 'conversationId');
      const userId = requireId('user', input.userId, 'userId');
      return { conversation: viewOf(await this.membership.remove(caller, id, userId)) };
    });
  }

  @Mutation(() => LeaveConversationPayload, { description: 'Leaves a group. It goes on without one.' })
  @SignedIn('chat:write')
  leaveConversation(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: LeaveConversationInput,
  ): Promise<LeaveConversationPayload> {
    return settle(async () => {
      const conversationId = requireId('conversation', input.conversationId, 'conversationId');
      await this.membership.leave(caller, conversationId);
      return { conversationId };
    });
  }

  @Mutation(() => RenameConversationPayload, { description: 'Gives a group another title, or none.' })
  @SignedIn('chat:write')
  renameConversation(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: RenameConversationInput,
  ): Promise<RenameConversationPayload> {
    return settle(async () => {
      const id = requireId('conversation', input.conversationId, 'conversationId');
      return { conversation: viewOf(await this.membership.rename(caller, id, input.title ?? null)) };
    });
  }

  @ResolveField(() => Int, { description: 'How many are in it today.' })
  @EntityRef()
  async memberCount(@Parent() { source }: ConversationView, @Context() context: SubgraphContext): Promise<number> {
    return (await this.rosters.of(context, source))?.memberCount ?? 0;
  }

  @ResolveField(() => ID, {
    nullable: true,
    description:
      'Who manages a group, and may remove people: the one who started it, after they have left whoever is in it longest.',
  })
  @EntityRef('chat:read')
  async managerId(@Parent() { source }: ConversationView, @Context() context: SubgraphContext): Promise<string | null> {
    if (source.kind !== 'group') return null;
    return (await this.rosters.of(context, source))?.managerId ?? null;
  }

  @ResolveField(() => ConversationChangeConnection, {
    description:
      'Who came and went, and what it was called, while one was in it, ascending; `last` begins with the newest. Cursors of `messages` are good here too.',
  })
  @Directive(listSize('first', 'last'))
  @EntityRef('chat:read')
  async changes(
    @Parent() { source }: ConversationView,
    @Args('first', { type: () => Int, nullable: true, description: '1–100.' }) first?: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('last', { type: () => Int, nullable: true, description: '1–100.' }) last?: number,
    @Args('before', { type: () => String, nullable: true }) before?: string,
  ): Promise<ConnectionOf<ConversationChangeEvent>> {
    const asked = page({ first: first ?? null, after: after ?? null, last: last ?? null, before: before ?? null }, [
      SEQ,
    ]);
    const rows = await this.memberChanges.list(source, asked);
    return pageOf(
      asked,
      rows,
      ({ seq }) => [String(seq)],
      (change) => change,
    );
  }
}
