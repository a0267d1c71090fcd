import { Args, Directive, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentCaller, EntityRef, SignedIn, type KnownCaller } from '@parley/identity';
import { listSize, page, pageOf, requireId, settle, type ConnectionOf } from '@parley/subgraph';
import { ConversationType } from '../conversations/conversation.graphql.ts';
import { viewOf, type ConversationView } from '../conversations/conversation.view.ts';
import { MarkReadInput, MarkReadPayload, ReadMark, ReadMarkConnection } from './read-mark.graphql.ts';
import { ReadMarks } from './read-mark.service.ts';

const KEY = [/^\d{1,15}$/, /^[0-9a-f-]{32,36}$/];

/** The graph's door to how far people have read. */
@Resolver(() => ConversationType)
export class ReadMarkResolver {
  constructor(private readonly marks: ReadMarks) {}

  @Query(() => [ID], {
    description:
      'Ids of conversations in which something is unread of which one wants to be told, as its level says: in those that are silent nothing is, in those of mentions an unread mention. In no order.',
  })
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  @SignedIn('chat:read')
  unreadConversationIds(
    @CurrentCaller() caller: KnownCaller,
    @Args('first', { type: () => Int, description: '1–100, at most so many.' }) first: number,
  ): Promise<string[]> {
    return this.marks.unread(caller, page({ first, after: null }, KEY).limit);
  }

  @Mutation(() => MarkReadPayload, { description: 'Marks a conversation as read up to a seq.' })
  @SignedIn('chat:write')
  markRead(@CurrentCaller() caller: KnownCaller, @Args('input') input: MarkReadInput): Promise<MarkReadPayload> {
    return settle(async () => {
      const id = requireId('conversation', input.conversationId, 'conversationId');
      return { conversation: viewOf(await this.marks.move(caller, id, input.seq)) };
    });
  }

  @ResolveField(() => ReadMarkConnection, {
    description: 'How far its members have read, those who have read furthest first.',
  })
  @Directive(listSize('first'))
  @EntityRef('chat:read')
  async readMarks(
    @Parent() { source }: ConversationView,
    @Args('first', { type: () => Int, description: '1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
  ): Promise<ConnectionOf<ReadMark>> {
    const asked = page({ first, after: after ?? null }, KEY);
    const keyOf = ({ seq, member }: ReadMark) => [String(seq), member.userId.slice(4)];
    return pageOf(asked, await this.marks.list(source, asked), keyOf, (mark) => mark);
  }
}
