import { Context, Parent, ResolveField, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId } from '@parley/contracts';
import { EntityRef } from '@parley/identity';
import type { SubgraphContext } from '@parley/subgraph';
import { ContactStub, ConversationType } from './conversation.graphql.ts';
import { viewOf, type ConversationView } from './conversation.view.ts';
import { ViewerLoaders } from './viewer-loaders.ts';

/** What chat adds to a contact: the conversation with them. */
@Resolver(() => ContactStub)
export class ContactResolver {
  constructor(private readonly loaders: ViewerLoaders) {}

  @ResolveReference()
  @EntityRef()
  resolveReference(reference: { userId: string }): ContactStub {
    return { userId: reference.userId };
  }

  @ResolveField(() => ConversationType, {
    nullable: true,
    description: 'The one-to-one conversation, once it was started.',
  })
  @EntityRef('chat:read')
  async conversation(
    @Parent() contact: ContactStub,
    @Context() context: SubgraphContext,
  ): Promise<ConversationView | null> {
    const other = parseId('user', contact.userId);
    const found = other && (await this.loaders.direct.load(context, other));
    return found ? viewOf(found) : null;
  }
}
