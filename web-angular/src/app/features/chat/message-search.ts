import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injectable,
  linkedSignal,
  input,
  resource,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  ConversationNamesDocument,
  SearchMessagesDocument,
  type SearchMessagesQuery,
} from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';
import { Avatar } from '../../ui/avatar';
import { debounced } from '../../ui/debounced';
import { LoadFailure } from '../../ui/load-failure';
import { Notice } from '../../ui/notice';
import { RelativeTime } from '../../ui/relative-time';
import { chatIcons } from './chat-icons';
import { ConversationBook, type Conversation } from './conversation-book';
import { nameOf } from './conversation-name';
import { foundIn } from './found-words';

type Found = SearchMessagesQuery['searchMessages'];

const PAGE = 20;
/** Between the last key and the question, in milliseconds. */
const STILL_MS = 250;

/** What was found for the words asked for, page by page. */
@Injectable()
class Findings {
  readonly #graph = inject(Graph);
  readonly #book = inject(ConversationBook);
  readonly #others = signal<ReadonlyMap<string, Conversation>>(new Map());

  async page(query: string, after?: string | null): Promise<Found> {
    const { searchMessages } = await this.#graph.ask(SearchMessagesDocument, { query, first: PAGE, after });
    await this.#meet(searchMessages.nodes.map(({ conversationId }) => conversationId));
    return searchMessages;
  }

  /** Reads signals. */
  conversation(id: string): Conversation | undefined {
    return this.#book.conversations().find((one) => one.id === id) ?? this.#others().get(id);
  }

  /** Learns of conversations that are too old for the list. */
  async #meet(ids: readonly string[]): Promise<void> {
    const strange = [...new Set(ids)].filter((id) => !this.conversation(id));
    if (strange.length === 0) return;
    const { nodes } = await this.#graph.ask(ConversationNamesDocument, { ids: strange });
    const met = nodes.flatMap((node) => (node?.__typename === 'Conversation' ? [node] : []));
    this.#others.update((known) => new Map([...known, ...met.map((one) => [one.id, one] as const)]));
  }
}

/** Messages found, in place of the list of conversations. */
@Component({
  selector: 'parley-message-search',
  imports: [RouterLink, Avatar, LoadFailure, Notice, RelativeTime],
  providers: [Findings],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './message-search.html',
  styleUrl: './message-search.css',
})
export class MessageSearch {
  readonly #findings = inject(Findings);
  readonly #me = inject(Session).me;
  readonly query = input.required<string>();

  protected readonly icons = chatIcons;
  readonly #asked = debounced(() => this.query().trim(), STILL_MS);
  protected readonly search = resource({
    params: () => this.#asked() || undefined,
    loader: ({ params }) => this.#findings.page(params),
  });
  readonly #more = linkedSignal<string, readonly Found[]>({ source: () => this.#asked(), computation: () => [] });
  readonly #pages = computed(() => (this.search.hasValue() ? [this.search.value(), ...this.#more()] : []));
  protected readonly isFetching = signal(false);
  protected readonly next = computed(() => {
    const { hasNextPage, endCursor } = this.#pages().at(-1)?.pageInfo ?? { hasNextPage: false, endCursor: null };
    return hasNextPage ? endCursor : null;
  });
  protected readonly found = computed(() =>
    this.#pages()
      .flatMap(({ nodes }) => nodes)
      .map((message) => {
        const conversation = this.#findings.conversation(message.conversationId);
        return {
          ...message,
          where: conversation ? nameOf(conversation, this.#me()?.id) : '',
          parts: foundIn(foundWords(message), this.#asked()),
        };
      }),
  );

  protected async loadMore(): Promise<void> {
    const [asked, after] = [this.#asked(), this.next()];
    if (!after || this.isFetching()) return;
    this.isFetching.set(true);
    try {
      const page = await this.#findings.page(asked, after);
      if (asked === this.#asked()) this.#more.update((pages) => [...pages, page]);
    } catch {
      // The button stays: asking again is the mend.
    } finally {
      this.isFetching.set(false);
    }
  }
}

/** A message may have been found by what its files are called. */
function foundWords({ body, attachments }: { body: string; attachments: readonly { name: string }[] }): string {
  return [body, ...attachments.map(({ name }) => name)].filter(Boolean).join(' · ');
}
