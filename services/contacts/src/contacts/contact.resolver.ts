import { Args, Directive, Int, Mutation, Query, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId, type UserId } from '@parley/contracts';
import { CurrentCaller, EntityRef, SignedIn, type KnownCaller } from '@parley/identity';
import { listSize, settle, type ConnectionOf, type SubgraphContext } from '@parley/subgraph';
import DataLoader from 'dataloader';
import { ContactConnection, ContactType, RemoveContactInput, RemoveContactPayload } from './contact.graphql.ts';
import { ContactService } from './contact.service.ts';
import { viewOf } from './contact.view.ts';

/** The graph's door to one's contacts. */
@Resolver(() => ContactType)
export class ContactResolver {
  /** Contacts referred to in one request are read together. */
  private readonly loaders = new WeakMap<SubgraphContext, DataLoader<UserId, ContactType | null>>();

  constructor(private readonly contacts: ContactService) {}

  @Query(() => ContactConnection, { name: 'contacts', description: 'One’s contacts, by name.' })
  @Directive(listSize('first'))
  @SignedIn()
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
  @SignedIn()
  removeContact(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: RemoveContactInput,
  ): Promise<RemoveContactPayload> {
    return settle(async () => ({ user: { id: await this.contacts.remove(caller, input) } }));
  }

  @ResolveReference()
  @EntityRef()
  async resolveReference(reference: { userId: string }, context: SubgraphContext): Promise<ContactType | null> {
    const id = parseId('user', reference.userId);
    return id && context.caller.user ? this.loaderOf(context, context.caller.user).load(id) : null;
  }

  private loaderOf(context: SubgraphContext, viewer: KnownCaller): DataLoader<UserId, ContactType | null> {
    let loader = this.loaders.get(context);
    if (!loader) {
      loader = new DataLoader(async (ids) => {
        const found = await this.contacts.findAmong(viewer, ids);
        const byId = new Map(found.map((contact) => [contact.userId, viewOf(contact)]));
        return ids.map((id) => byId.get(id) ?? null);
      });
      this.loaders.set(context, loader);
    }
    return loader;
  }
}
