import { Args, Directive, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { listSize, page, pageOf, requireId, type ConnectionOf } from '@parley/subgraph';
import { MessageConnection, MessageType } from '../messages/message.graphql.ts';
import { SearchService } from './search.service.ts';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/;

/** The graph's door to searching. */
@Resolver()
export class SearchResolver {
  constructor(private readonly searching: SearchService) {}

  @Query(() => MessageConnection, {
    description:
      'Messages one may read in which every word of the query begins some word, the newest first. Accents and case do not matter. A message can be found a moment after it was sent. Errors: BAD_USER_INPUT.',
  })
  @Directive(listSize('first'))
  @SignedIn('chat:read')
  async searchMessages(
    @CurrentCaller() caller: KnownCaller,
    @Args('query', { description: '1–200 characters; the eight longest words count.' }) query: string,
    @Args('first', { type: () => Int, description: '1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
    @Args('conversationId', { type: () => ID, nullable: true, description: 'Only in this conversation.' })
    conversationId?: string,
  ): Promise<ConnectionOf<MessageType>> {
    const within = conversationId == null ? undefined : requireId('conversation', conversationId, 'conversationId');
    const asked = page({ first, after: after ?? null }, [UUID]);
    const found = await this.searching.search(caller, query, within, asked);
    return pageOf(
      asked,
      found,
      ({ id }) => [id.slice(4)],
      (message) => message,
    );
  }
}
