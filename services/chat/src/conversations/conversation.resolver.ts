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
import { parseId, topics, type ConversationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { CurrentCaller, EntityRef, Public, Reference, SignedIn, type Caller, type KnownCaller } from '@parley/identity';
import { LiveCursors } from '@parley/live';
import { listSize, page, pageOf, requireId, settle, type ConnectionOf, type SubgraphContext } from '@parley/subgraph';
import { Readers } from '../meeting-chats/readers.ts';
import { MessageConnection, MessageType } from '../messages/message.graphql.ts';
import { MessageService } from '../messages/message.service.ts';
import {
  ConversationConnection,
  ConversationMember,
  ConversationMemberConnection,
  ConversationType,
  StartConversationInput,
  StartConversationPayload,
} from './conversation.graphql.ts';
import { ConversationService } from './conversation.service.ts';
import { viewOf, type ConversationView } from './conversation.view.ts';
import { ViewerLoaders } from './viewer-loaders.ts';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/;
const SEQ = /^\d{1,15}$/;

/** The graph's door to conversations. */
@Resolver(() => ConversationType)
export class ConversationResolver {
  constructor(
    private readonly conversations: ConversationService,
    private readonly messageService: MessageService,
    private readonly loaders: ViewerLoaders,
    private readonly readers: Readers,
    private readonly cursors: LiveCursors,
  ) {}

  @Query(() => ConversationConnection, {
    name: 'conversations',
    description: 'One’s conversations, the one that moved last first.',
  })
  @Directive(listSize('first'))
  @SignedIn('chat:read')
  async list(
    @CurrentCaller() caller: KnownCaller,
    @Args('first', { type: () => Int, description: '1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
  ): Promise<ConnectionOf<ConversationView>> {
    const asked = page({ first, after: after ?? null }, [TIMESTAMP, UUID]);
    const rows = await this.conversations.list(caller, asked);
    return pageOf(asked, rows, ({ movedAt, id }) => [movedAt, id.slice(4)], viewOf);
  }

  @Query(() => ConversationType, {
    nullable: true,
    description: 'A conversation one is in; null when there is none. Guests of a meeting show their token.',
  })
  @Public('chat:read')
  async conversation(
    @CurrentCaller('anyone') caller: Caller,
    @Context() context: SubgraphContext,
    @Args('id', { type: () => ID }) id: string,
    @Args('guestToken', { type: () => String, nullable: true }) guestToken?: string,
  ): Promise<ConversationView | null> {
    const conversationId = requireId('conversation', id, 'id');
    const atHome = await this.loaders.conversation.load(context, conversationId);
    return atHome ? viewOf(atHome) : this.elsewhere(caller, conversationId, guestToken);
  }

  @Mutation(() => StartConversationPayload, { description: 'Starts a conversation, or finds the one-to-one there is.' })
  @SignedIn('chat:write')
  startConversation(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: StartConversationInput,
  ): Promise<StartConversationPayload> {
    return settle(async () => {
      const ids = input.memberIds.map((id) => requireId('user', id, 'memberIds'));
      return { conversation: viewOf(await this.conversations.start(caller, ids, input.title ?? null)) };
    });
  }

  @ResolveReference()
  @Reference('chat:read')
  async resolveReference(reference: { id: string }, context: SubgraphContext): Promise<ConversationView | null> {
    const id = parseId('conversation', reference.id);
    if (!id || !context.caller.user) return null;
    const found = await this.loaders.conversation.load(context, id);
    return found ? viewOf(found) : this.elsewhere(context.caller, id);
  }

  @ResolveField(() => ConversationMemberConnection, { description: 'Who is in it today.' })
  @Directive(listSize('first'))
  @EntityRef('chat:read')
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
  @EntityRef('chat:read')
  async messages(
    @Parent() { source }: ConversationView,
    @Args('first', { type: () => Int, nullable: true, description: '1–100.' }) first?: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('last', { type: () => Int, nullable: true, description: '1–100.' }) last?: number,
    @Args('before', { type: () => String, nullable: true }) before?: string,
  ): Promise<ConnectionOf<MessageType>> {
    const asked = page({ first: first ?? null, after: after ?? null, last: last ?? null, before: before ?? null }, [
      SEQ,
    ]);
    const rows = await this.messageService.list(source.reader, source.id, asked);
    return pageOf(
      asked,
      rows,
      ({ seq }) => [String(seq)],
      (message) => message,
    );
  }

  @ResolveField(() => MessageType, { nullable: true, description: 'The newest message one may read.' })
  @EntityRef('chat:read')
  async lastMessage(
    @Parent() { source }: ConversationView,
    @Context() context: SubgraphContext,
  ): Promise<MessageType | null> {
    const viewer = context.caller.user;
    if (viewer && source.reader.organisationId === viewer.organisationId)
      return this.loaders.lastMessage.load(context, source.id);
    return (await this.messageService.newest(source.reader, [source.id]))[0] ?? null;
  }

  @ResolveField(() => String, { description: 'Where its log stands; valid as `after` of `conversationEvents`.' })
  @EntityRef()
  cursor(@Parent() { source }: ConversationView): Promise<string> {
    return this.cursors.cursorFor(topics.conversation(source.id), source.lastSeq);
  }

  /** As a guest, as a visitor from another organisation, or as somebody of whom we have not heard yet. */
  private async elsewhere(caller: Caller, id: ConversationId, guestToken?: string): Promise<ConversationView | null> {
    try {
      return await this.readers.as(caller, id, guestToken, async (reader) => {
        const [found] = await this.conversations.findByIds(reader, [id]);
        if (!found) throw Refused.notFound('conversation', 'id');
        return viewOf(found);
      });
    } catch (error) {
      if (error instanceof Refused && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }
}
