import { computed, inject, Injectable, signal } from '@angular/core';
import {
  ContactRequestsDocument,
  ContactRequestsQuery,
  ContactsDocument,
  ContactsQuery,
  RemoveContactDocument,
  RequestContactDocument,
  RespondToContactRequestDocument,
} from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { Inbox, InboxEvent } from '../../graph/inbox';
import { Loading } from '../../graph/loading';

type ContactNode = ContactsQuery['contacts']['nodes'][number];
/** A contact whose person could be told; one whose service is down is left out. */
export type Contact = ContactNode & { readonly user: NonNullable<ContactNode['user']> };
/** A request that somebody sent to me. */
export type ReceivedRequest = ContactRequestsQuery['contactRequests']['nodes'][number];
/** What a mutation refused, or nothing. */
export type Refusal = string | undefined;

const PAGE = 100;

/** Who I know and who asks to be known. Kept current by the inbox. */
@Injectable({ providedIn: 'root' })
export class ContactBook {
  readonly #graph = inject(Graph);
  readonly #loading = new Loading();
  readonly #contacts = signal<readonly Contact[]>([]);
  readonly #requests = signal<readonly ReceivedRequest[]>([]);

  readonly state = this.#loading.state;
  readonly contacts = this.#contacts.asReadonly();
  readonly requests = this.#requests.asReadonly();
  readonly ids = computed(() => new Set(this.#contacts().map(({ user }) => user.id)));

  constructor() {
    inject(Inbox).listen(
      (event) => this.#heard(event),
      () => void this.load(),
    );
    void this.load();
  }

  /** Loads everything afresh; what is shown stays until the answer is there. */
  load(): Promise<boolean> {
    return this.#loading.run(async () => {
      // Requests stand above the contacts, so that both are shown together; a service that is down hides only its own part.
      const asking = this.#graph.ask(ContactRequestsDocument, { first: PAGE }).catch(() => undefined);
      const contacts = await this.#everyContact();
      const requests = await asking;
      this.#contacts.set(contacts);
      if (requests) this.#requests.set(requests.contactRequests.nodes);
    });
  }

  /** Asks somebody to become a contact. */
  async request(userId: string): Promise<Refusal> {
    const { requestContact } = await this.#graph.ask(RequestContactDocument, { input: { userId } });
    return requestContact.userErrors[0]?.message;
  }

  /** Accepts or declines a request. */
  async respond(requestId: string, accept: boolean): Promise<Refusal> {
    const { respondToContactRequest } = await this.#graph.ask(RespondToContactRequestDocument, {
      input: { requestId, accept },
    });
    const refusal = respondToContactRequest.userErrors[0]?.message;
    if (!refusal) this.#requests.update((requests) => requests.filter(({ id }) => id !== requestId));
    if (accept) await this.load();
    return refusal;
  }

  /** Takes somebody off my contacts, and me off theirs. */
  async remove(userId: string): Promise<Refusal> {
    const { removeContact } = await this.#graph.ask(RemoveContactDocument, { input: { userId } });
    const refusal = removeContact.userErrors[0]?.message;
    if (!refusal) this.#contacts.update((contacts) => contacts.filter(({ user }) => user.id !== userId));
    return refusal;
  }

  async #everyContact(): Promise<Contact[]> {
    const all: Contact[] = [];
    for (let after: string | null | undefined; ;) {
      const { contacts } = await this.#graph.ask(ContactsDocument, { first: PAGE, after });
      all.push(...contacts.nodes.filter((contact): contact is Contact => Boolean(contact.user)));
      if (!contacts.pageInfo.hasNextPage) return all;
      after = contacts.pageInfo.endCursor;
    }
  }

  #heard(event: InboxEvent): void {
    if (event.__typename === 'ContactRequestReceived') {
      const { id, from } = event.request;
      const request = { id, from: { id: from.userId, displayName: from.displayName, avatarUrl: from.avatarUrl } };
      this.#requests.update((requests) => [request, ...requests.filter((known) => known.id !== id)]);
    }
    // Access changes when somebody is a contact no more, and when a request was taken back.
    if (['ContactAdded', 'AccessChanged', 'InboxReady'].includes(event.__typename)) void this.load();
  }
}
