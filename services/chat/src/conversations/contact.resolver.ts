import { Context, Parent, ResolveField, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId } from '@parley/contracts';
import { EntityRef } from '@parley/identity';
import type { SubgraphContext } from '@parley/subgraph';
import { ContactStub, ConversationType } from './conversation.graphql.ts';
import { viewOf, type ConversationView } from './conversation.view.ts';
import { ViewerLoadersOf } from './viewer-loaders.ts';

/** What chat adds to a contact: the conversation with them. */
@Resolver(() => ContactStub)
export class ContactResolver {
  constructor(private readonly loaders: ViewerLoadersOf) {}

  @ResolveReference()
  @EntityRef()
  resolveReference(reference: { userId: string }): ContactStub {
    return { userId: reference.userId };
  }

  @ResolveField(() => ConversationType, {
    nullable: true,
    description: 'The one-to-one conversation, once it was started.',
  })
  @EntityRef()
  async conversation(
    @Parent() contact: ContactStub,
    @Context() context: SubgraphContext,
  ): Promise<ConversationView | null> {
    const other = parseId('user', contact.userId);
    const viewer = context.caller.user;
    const found = other && viewer ? await this.loaders.get(context, viewer).direct.load(other) : null;
    return found && viewOf(found);
  }
}
