import { Args, Directive, Int, Mutation, Query, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId, type UserId } from '@parley/contracts';
import { CurrentCaller, Reference, SignedIn, type KnownCaller } from '@parley/identity';
import { inOrder, listSize, LoaderPerRequest, settle, type ConnectionOf, type SubgraphContext } from '@parley/subgraph';
import { ContactConnection, ContactType, RemoveContactInput, RemoveContactPayload } from './contact.graphql.ts';
import { ContactService } from './contact.service.ts';
import { viewOf } from './contact.view.ts';

/** The graph's door to one's contacts. */
@Resolver(() => ContactType)
export class ContactResolver {
  /** Contacts referred to in one request are read together. */
  private readonly referred = new LoaderPerRequest<UserId, ContactType | null>(async (viewer, ids) => {
    const found = await this.contacts.findAmong(viewer, ids);
    return inOrder(
      ids,
      found.map((contact) => [contact.userId, viewOf(contact)]),
    );
  });

  constructor(private readonly contacts: ContactService) {}

  @Query(() => ContactConnection, { name: 'contacts', description: 'One’s contacts, by name.' })
  @Directive(listSize('first'))
  @SignedIn('contacts:read')
  async listContacts(
    @CurrentCaller() caller: KnownCaller,
    @Args('first', { type: () => Int, description: 'How many, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor of the last one seen.' })
    after: string | null,
    @Args('query', {
      type: () => String,
      nullable: true,
      description: 'Only those in whose name or e-mail address these words are; at most 100 characters.',
    })
    query: string | null,
  ): Promise<ConnectionOf<ContactType>> {
    const { edges, pageInfo } = await this.contacts.list(caller, query, { first, after });
    const shown = edges.map(({ cursor, node }) => ({ cursor, node: viewOf(node) }));
    return { edges: shown, nodes: shown.map(({ node }) => node), pageInfo };
  }

  @Mutation(() => RemoveContactPayload, { description: 'Knows somebody no longer, on both sides.' })
  @SignedIn('contacts:write')
  removeContact(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: RemoveContactInput,
  ): Promise<RemoveContactPayload> {
    return settle(async () => ({ user: { id: await this.contacts.remove(caller, input) } }));
  }

  @ResolveReference()
  @Reference('contacts:read', 'contacts:write')
  async resolveReference(reference: { userId: string }, context: SubgraphContext): Promise<ContactType | null> {
    const id = parseId('user', reference.userId);
    return id ? this.referred.load(context, id) : null;
  }
}
