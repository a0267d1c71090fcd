import { computed, inject, Injectable, signal } from '@angular/core';
import {
  BlockedUsersDocument,
  BlockedUsersQuery,
  BlockUserDocument,
  SentContactRequestsDocument,
  SentContactRequestsQuery,
  UnblockUserDocument,
  WithdrawContactRequestDocument,
} from '../../graph/generated/self/graphql';
import { Graph } from '../../graph/graph';
import { Inbox } from '../../graph/inbox';
import { ContactBook, Refusal } from './contact-book';

type SentNode = SentContactRequestsQuery['sentContactRequests']['nodes'][number];
/** A request of mine that waits; one to somebody whose service is down is left out. */
export type SentRequest = SentNode & { readonly to: NonNullable<SentNode['to']> };
type BlockedNode = BlockedUsersQuery['blockedUsers']['nodes'][number];
/** Somebody whom I block. */
export type BlockedPerson = BlockedNode & { readonly user: NonNullable<BlockedNode['user']> };

interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

const PAGE = 100;

/** Whom I asked and wait for, and whom I block: what only People shows. Kept current by the inbox. */
@Injectable({ providedIn: 'root' })
export class BlockBook {
  readonly #graph = inject(Graph);
  readonly #contacts = inject(ContactBook);
  readonly #sent = signal<readonly SentRequest[]>([]);
  readonly #blocked = signal<readonly BlockedPerson[]>([]);

  readonly sent = this.#sent.asReadonly();
  readonly blocked = this.#blocked.asReadonly();
  /** Ids of my waiting requests, by whom I asked. */
  readonly sentTo = computed(() => new Map(this.#sent().map(({ id, to }) => [to.id, id])));
  readonly blockedIds = computed(() => new Set(this.#blocked().map(({ userId }) => userId)));

  constructor() {
    inject(Inbox).listen(
      ({ __typename: kind }) => {
        if (kind === 'ContactAdded' || kind === 'AccessChanged' || kind === 'InboxReady') this.#reload();
      },
      () => this.#reload(),
    );
    this.#reload();
  }

  /** Loads both lists afresh; one whose service is down stays as it was. */
  async load(): Promise<void> {
    const [sent, blocked] = await Promise.all([
      every((after) =>
        this.#graph.ask(SentContactRequestsDocument, { first: PAGE, after }).then((data) => data.sentContactRequests),
      ),
      every((after) => this.#graph.ask(BlockedUsersDocument, { first: PAGE, after }).then((data) => data.blockedUsers)),
    ]);
    this.#sent.set(sent.filter((request): request is SentRequest => Boolean(request.to)));
    this.#blocked.set(blocked.filter((person): person is BlockedPerson => Boolean(person.user)));
  }

  /** Asks somebody to become a contact. */
  async request(userId: string): Promise<Refusal> {
    const refusal = await this.#contacts.request(userId);
    if (!refusal) await this.load();
    return refusal;
  }

  /** Takes back a request of mine. Whatever came of it, the list then says how it stands. */
  async withdraw(requestId: string): Promise<Refusal> {
    const { withdrawContactRequest } = await this.#graph.ask(WithdrawContactRequestDocument, { input: { requestId } });
    await this.load();
    return withdrawContactRequest.userErrors[0]?.message;
  }

  async block(userId: string): Promise<Refusal> {
    const { blockUser } = await this.#graph.ask(BlockUserDocument, { input: { userId } });
    await Promise.all([this.load(), this.#contacts.load()]);
    return blockUser.userErrors[0]?.message;
  }

  async unblock(userId: string): Promise<Refusal> {
    const { unblockUser } = await this.#graph.ask(UnblockUserDocument, { input: { userId } });
    await this.load();
    return unblockUser.userErrors[0]?.message;
  }

  #reload(): void {
    // What cannot be had now comes with the next word of the inbox; what was shown stays.
    void this.load().catch(() => undefined);
  }
}

async function every<T>(page: (after: string | null | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  for (let after: string | null | undefined; ;) {
    const { nodes, pageInfo } = await page(after);
    all.push(...nodes);
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}
