import {
  Args,
  Context,
  Directive,
  ID,
  Int,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
  ResolveReference,
} from '@nestjs/graphql';
import { parseId, topics } from '@parley/contracts';
import { CurrentCaller, EntityRef, SignedIn, type KnownCaller } from '@parley/identity';
import { LiveCursors } from '@parley/live';
import { listSize, page, pageOf, requireId, settle, type ConnectionOf, type SubgraphContext } from '@parley/subgraph';
import { MessageConnection, MessageType } from '../messages/message.graphql.ts';
import { MessageService } from '../messages/message.service.ts';
import {
  ConversationConnection,
  ConversationMember,
  ConversationMemberConnection,
  ConversationType,
  MarkReadInput,
  MarkReadPayload,
  StartConversationInput,
  StartConversationPayload,
} from './conversation.graphql.ts';
import { ConversationService } from './conversation.service.ts';
import { viewOf, type ConversationView } from './conversation.view.ts';
import { ViewerLoadersOf } from './viewer-loaders.ts';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/;
const SEQ = /^\d{1,15}$/;

/** The graph's door to conversations. */
@Resolver(() => ConversationType)
export class ConversationResolver {
  constructor(
    private readonly conversations: ConversationService,
    private readonly messageService: MessageService,
    private readonly loaders: ViewerLoadersOf,
    private readonly cursors: LiveCursors,
  ) {}

  @Query(() => ConversationConnection, {
    name: 'conversations',
    description: 'One’s conversations, the one that moved last first.',
  })
  @Directive(listSize('first'))
  @SignedIn()
  async list(
    @CurrentCaller() caller: KnownCaller,
    @Args('first', { type: () => Int, description: '1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
  ): Promise<ConnectionOf<ConversationView>> {
    const asked = page({ first, after: after ?? null }, [TIMESTAMP, UUID]);
    const rows = await this.conversations.list(caller, asked);
    return pageOf(asked, rows, ({ movedAt, id }) => [movedAt, id.slice(4)], viewOf);
  }

  @Query(() => ConversationType, { nullable: true, description: 'A conversation one is in; null when there is none.' })
  @SignedIn()
  async conversation(
    @CurrentCaller() caller: KnownCaller,
    @Context() context: SubgraphContext,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<ConversationView | null> {
    const found = await this.loaders.get(context, caller).conversation.load(requireId('conversation', id, 'id'));
    return found && viewOf(found);
  }

  @Mutation(() => StartConversationPayload, { description: 'Starts a conversation, or finds the one-to-one there is.' })
  @SignedIn()
  startConversation(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: StartConversationInput,
  ): Promise<StartConversationPayload> {
    return settle(async () => {
      const ids = input.memberIds.map((id) => requireId('user', id, 'memberIds'));
      return { conversation: viewOf(await this.conversations.start(caller, ids, input.title ?? null)) };
    });
  }

  @Mutation(() => MarkReadPayload, { description: 'Marks a conversation as read up to a seq.' })
  @SignedIn()
  markRead(@CurrentCaller() caller: KnownCaller, @Args('input') input: MarkReadInput): Promise<MarkReadPayload> {
    return settle(async () => {
      const id = requireId('conversation', input.conversationId, 'conversationId');
      return { conversation: viewOf(await this.conversations.markRead(caller, id, input.seq)) };
    });
  }

  @ResolveReference()
  @EntityRef()
  async resolveReference(reference: { id: string }, context: SubgraphContext): Promise<ConversationView | null> {
    const id = parseId('conversation', reference.id);
    const viewer = context.caller.user;
    const found = id && viewer ? await this.loaders.get(context, viewer).conversation.load(id) : null;
    return found && viewOf(found);
  }

  @ResolveField(() => ConversationMemberConnection, { description: 'Who is in it today.' })
  @Directive(listSize('first'))
  @EntityRef()
  async members(
    @Parent() { source }: ConversationView,
    @Args('first', { type: () => Int, description: '1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
  ): Promise<ConnectionOf<ConversationMember>> {
    const asked = page({ first, after: after ?? null }, [UUID]);
    return pageOf(
      asked,
      await this.conversations.members(source, asked),
      ({ userId }) => [userId.slice(4)],
      (person) => person,
    );
  }

  @ResolveField(() => MessageConnection, {
    description: 'What was said while one was in it, ascending; `last` begins with the newest.',
  })
  @Directive(listSize('first', 'last'))
  @EntityRef()
  async messages(
    @Parent() { source }: ConversationView,
    @CurrentCaller() caller: KnownCaller,
    @Args('first', { type: () => Int, nullable: true, description: '1–100.' }) first?: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('last', { type: () => Int, nullable: true, description: '1–100.' }) last?: number,
    @Args('before', { type: () => String, nullable: true }) before?: string,
  ): Promise<ConnectionOf<MessageType>> {
    const asked = page({ first: first ?? null, after: after ?? null, last: last ?? null, before: before ?? null }, [
      SEQ,
    ]);
    const rows = await this.messageService.list(caller, source.id, asked);
    return pageOf(
      asked,
      rows,
      ({ seq }) => [String(seq)],
      (message) => message,
    );
  }

  @ResolveField(() => MessageType, { nullable: true, description: 'The newest message one may read.' })
  @EntityRef()
  lastMessage(
    @Parent() { source }: ConversationView,
    @CurrentCaller() caller: KnownCaller,
    @Context() context: SubgraphContext,
  ): Promise<MessageType | null> {
    return this.loaders.get(context, caller).lastMessage.load(source.id);
  }

  @ResolveField(() => String, { description: 'Where its log stands; valid as `after` of `conversationEvents`.' })
  @EntityRef()
  cursor(@Parent() { source }: ConversationView): Promise<string> {
    return this.cursors.cursorFor(topics.conversation(source.id), source.lastSeq);
  }
}
