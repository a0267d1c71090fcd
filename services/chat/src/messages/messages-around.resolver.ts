import { Args, Directive, ID, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { EntityRef } from '@parley/identity';
import { listSize, page, pageOf, requireId, type ConnectionOf } from '@parley/subgraph';
import { ConversationType } from '../conversations/conversation.graphql.ts';
import type { ConversationView } from '../conversations/conversation.view.ts';
import { MessageConnection, MessageType } from './message.graphql.ts';
import { MessageService } from './message.service.ts';

/** The graph's door to a place in a conversation that is known by a message alone: found, answered or linked to. */
@Resolver(() => ConversationType)
export class MessagesAroundResolver {
  constructor(private readonly messages: MessageService) {}

  @ResolveField(() => MessageConnection, {
    nullable: true,
    description:
      'The message, and those said just before and just after it while one was in it, ascending; null when there is no such message that one may read. Its cursors are those of `messages`.',
  })
  @Directive(listSize('first'))
  @EntityRef('chat:read')
  async messagesAround(
    @Parent() { source }: ConversationView,
    @Args('messageId', { type: () => ID }) messageId: string,
    @Args('first', { type: () => Int, description: 'How many at most, it in the middle: 1–100.' }) first: number,
  ): Promise<ConnectionOf<MessageType> | null> {
    const { limit } = page({ first }, []);
    const id = requireId('message', messageId, 'messageId');
    const found = await this.messages.around(source.reader, source.id, id, limit);
    if (!found) return null;
    const { rows, hasBefore, hasAfter } = found;
    const whole = pageOf(
      { limit, direction: 'forward', key: undefined },
      rows,
      ({ seq }) => [String(seq)],
      (message) => message,
    );
    return { ...whole, pageInfo: { ...whole.pageInfo, hasPreviousPage: hasBefore, hasNextPage: hasAfter } };
  }
}
