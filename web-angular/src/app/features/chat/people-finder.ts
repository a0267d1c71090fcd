import { computed, inject, Injectable, linkedSignal, resource, signal } from '@angular/core';
import { FindPeopleDocument, FindPeopleQuery } from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { debounced } from '../../ui/debounced';
import { ContactBook } from '../contacts/contact-book';

/** Somebody of the organisation. */
export type Found = FindPeopleQuery['searchUsers']['nodes'][number];

/** People by name as one types; one's contacts before one does. */
@Injectable()
export class PeopleFinder {
  readonly #graph = inject(Graph);
  readonly #contacts = inject(ContactBook);
  readonly query = signal('');
  readonly #asked = debounced(() => this.query().trim(), 200);

  readonly search = resource({
    params: () => this.#asked() || undefined,
    loader: async ({ params: query }) =>
      (await this.#graph.ask(FindPeopleDocument, { query, first: 20 })).searchUsers.nodes,
  });
  /** The last answer stays while the next one is on its way, so that the list does not blink. */
  readonly #found = linkedSignal<readonly Found[] | undefined, readonly Found[]>({
    source: () => (this.search.hasValue() ? this.search.value() : undefined),
    computation: (found, previous) => found ?? previous?.value ?? [],
  });
  readonly people = computed<readonly Found[]>(() =>
    this.query().trim() ? this.#found() : this.#contacts.contacts().map(({ user }) => user),
  );
  /** Whether what was typed has been looked for: who is not there now is not found. */
  readonly hasAnswer = computed(() => this.query().trim() !== '' && !this.search.isLoading() && this.search.hasValue());
}
