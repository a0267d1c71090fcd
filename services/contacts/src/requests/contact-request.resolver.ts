import { Args, Directive, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { listSize, settle, type ConnectionOf } from '@parley/subgraph';
import { viewOf as contactViewOf } from '../contacts/contact.view.ts';
import {
  ContactRequestConnection,
  ContactRequestType,
  RequestContactInput,
  RequestContactPayload,
  RespondToContactRequestInput,
  RespondToContactRequestPayload,
  WithdrawContactRequestInput,
  WithdrawContactRequestPayload,
} from './contact-request.graphql.ts';
import { ContactRequestService } from './contact-request.service.ts';
import type { ContactRequest } from './contact-request.ts';

const viewOf = ({ id, from, to, state, sentAt }: ContactRequest): ContactRequestType => ({
  id,
  from: { id: from },
  to: { id: to },
  state,
  sentAt,
});

function shown({ edges, pageInfo }: ConnectionOf<ContactRequest>): ConnectionOf<ContactRequestType> {
  const views = edges.map(({ cursor, node }) => ({ cursor, node: viewOf(node) }));
  return { edges: views, nodes: views.map(({ node }) => node), pageInfo };
}

/** The graph's door to contact requests. */
@Resolver(() => ContactRequestType)
export class ContactRequestResolver {
  constructor(private readonly requests: ContactRequestService) {}

  @Query(() => ContactRequestConnection, {
    description: 'Requests one has received and not answered, the newest first.',
  })
  @Directive(listSize('first'))
  @SignedIn('contacts:read')
  async contactRequests(
    @CurrentCaller() caller: KnownCaller,
    @Args('first', { type: () => Int, description: 'How many, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor of the last one seen.' })
    after: string | null,
  ): Promise<ConnectionOf<ContactRequestType>> {
    return shown(await this.requests.listPending(caller, 'received', { first, after }));
  }

  @Query(() => ContactRequestConnection, {
    description: 'Requests one has sent that nobody has answered, the newest first.',
  })
  @Directive(listSize('first'))
  @SignedIn('contacts:read')
  async sentContactRequests(
    @CurrentCaller() caller: KnownCaller,
    @Args('first', { type: () => Int, description: 'How many, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor of the last one seen.' })
    after: string | null,
  ): Promise<ConnectionOf<ContactRequestType>> {
    return shown(await this.requests.listPending(caller, 'sent', { first, after }));
  }

  @Mutation(() => RequestContactPayload, { description: 'Asks somebody to be one’s contact.' })
  @SignedIn('contacts:write')
  requestContact(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: RequestContactInput,
  ): Promise<RequestContactPayload> {
    return settle(async () => {
      const { request, contact } = await this.requests.ask(caller, input);
      return { request: viewOf(request), contact: contact && contactViewOf(contact) };
    });
  }

  @Mutation(() => WithdrawContactRequestPayload, { description: 'Takes back a request of one’s own that waits.' })
  @SignedIn('contacts:write')
  withdrawContactRequest(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: WithdrawContactRequestInput,
  ): Promise<WithdrawContactRequestPayload> {
    return settle(async () => ({ request: viewOf(await this.requests.withdraw(caller, input)) }));
  }

  @Mutation(() => RespondToContactRequestPayload, { description: 'Accepts or declines a request one has received.' })
  @SignedIn('contacts:write')
  respondToContactRequest(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: RespondToContactRequestInput,
  ): Promise<RespondToContactRequestPayload> {
    return settle(async () => {
      const contact = await this.requests.respond(caller, input);
      return { contact: contact && contactViewOf(contact) };
    });
  }
}
