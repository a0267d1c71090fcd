import { Args, Directive, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentCaller, EntityRef, Public, type Caller } from '@parley/identity';
import { listSize, page, pageOf, requireId, settle, type ConnectionOf } from '@parley/subgraph';
import { RemoveLinkPreviewInput, RemoveLinkPreviewPayload } from '../previews/preview-removal.graphql.ts';
import { PreviewRemoval } from '../previews/preview-removal.service.ts';
import { ReactionService } from '../reactions/reaction.service.ts';
import type { MessagePlace } from './held-message.ts';
import {
  DeleteMessageInput,
  DeleteMessagePayload,
  EditMessageInput,
  EditMessagePayload,
  MessageEdit,
  MessageEditConnection,
  SetReactionInput,
  SetReactionPayload,
  type MessagePlaceInput,
} from './message-change.graphql.ts';
import { MessageChangeService } from './message-change.service.ts';
import { MessageType } from './message.graphql.ts';
import type { Message } from './message.ts';

const SEQ = /^\d{1,15}$/;

function placeOf({ messageId, conversationId, guestToken }: MessagePlaceInput): MessagePlace {
  return {
    messageId: requireId('message', messageId, 'messageId'),
    conversationId: conversationId == null ? undefined : requireId('conversation', conversationId, 'conversationId'),
    guestToken,
  };
}

/** The graph's door to what becomes of messages. */
@Resolver(() => MessageType)
export class MessageChangeResolver {
  constructor(
    private readonly changes: MessageChangeService,
    private readonly reactions: ReactionService,
    private readonly previews: PreviewRemoval,
  ) {}

  @Mutation(() => EditMessagePayload, {
    description: 'Changes what one has said; what it said before is kept. Guests of a meeting show their token.',
  })
  @Public('chat:write')
  editMessage(
    @CurrentCaller('anyone') caller: Caller,
    @Args('input') input: EditMessageInput,
  ): Promise<EditMessagePayload> {
    return settle(async () => ({ message: await this.changes.edit(caller, placeOf(input), input) }));
  }

  @Mutation(() => DeleteMessagePayload, {
    description: 'Takes back what one has said, with all it said before. Guests of a meeting show their token.',
  })
  @Public('chat:write')
  deleteMessage(
    @CurrentCaller('anyone') caller: Caller,
    @Args('input') input: DeleteMessageInput,
  ): Promise<DeleteMessagePayload> {
    return settle(async () => ({ message: await this.changes.delete(caller, placeOf(input)) }));
  }

  @Mutation(() => SetReactionPayload, {
    description: 'Reacts to a message with an emoji, or takes it back. Guests of a meeting show their token.',
  })
  @Public('chat:write')
  setReaction(
    @CurrentCaller('anyone') caller: Caller,
    @Args('input') input: SetReactionInput,
  ): Promise<SetReactionPayload> {
    return settle(async () => ({ message: await this.reactions.set(caller, placeOf(input), input) }));
  }

  @Mutation(() => RemoveLinkPreviewPayload, {
    description:
      'Takes away what is shown of where one’s own message leads, for everybody and as long as its first link stays the same.',
  })
  @Public('chat:write')
  removeLinkPreview(
    @CurrentCaller('anyone') caller: Caller,
    @Args('input') input: RemoveLinkPreviewInput,
  ): Promise<RemoveLinkPreviewPayload> {
    return settle(async () => ({ message: await this.previews.remove(caller, placeOf(input)) }));
  }

  @ResolveField(() => MessageEditConnection, {
    nullable: true,
    description:
      'What it said before, the first words first; nothing once it is deleted. Null in events, which carry nothing to ask with.',
  })
  @Directive(listSize('first'))
  @EntityRef('chat:read')
  async edits(
    @Parent() message: Message,
    @Args('first', { type: () => Int, description: '1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
  ): Promise<ConnectionOf<MessageEdit>> {
    const asked = page({ first, after: after ?? null }, [SEQ]);
    return pageOf(
      asked,
      await this.changes.earlierBodies(message, asked),
      ({ editedSeq }) => [String(editedSeq)],
      ({ body, replacedAt }) => ({ body, replacedAt }),
    );
  }
}
