import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injector,
  linkedSignal,
  LOCALE_ID,
  resource,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { SearchPeopleDocument, SearchPeopleQuery } from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';
import { Avatar } from '../../ui/avatar';
import { Clock } from '../../ui/clock';
import { debounced } from '../../ui/debounced';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { LoadFailure } from '../../ui/load-failure';
import { Notice } from '../../ui/notice';
import { TextField } from '../../ui/text-field';
import { Toaster } from '../../ui/toaster';
import { ContactBook, Refusal } from './contact-book';
import { contactIcons } from './contact-icons';
import { PresenceBook } from './presence-book';
import { presenceDot, presenceWords } from './presence-words';

type Person = SearchPeopleQuery['searchUsers']['nodes'][number];

/** People: who asks to be known, whom one knows and how to find more. */
@Component({
  selector: 'parley-people',
  imports: [RouterLink, Avatar, Icon, LoadFailure, Notice, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './people.html',
  styleUrl: './people.css',
})
export class People {
  readonly #graph = inject(Graph);
  readonly #presence = inject(PresenceBook);
  readonly #toaster = inject(Toaster);
  readonly #clock = inject(Clock);
  readonly #locale = inject(LOCALE_ID);
  readonly #injector = inject(Injector);
  readonly #me = inject(Session).me;
  protected readonly book = inject(ContactBook);
  protected readonly icons = icons;
  protected readonly contactIcons = contactIcons;

  protected readonly query = signal('');
  /** Ids of people or requests about whom something is being asked. */
  protected readonly busy = signal<ReadonlySet<string>>(new Set());
  /** The contact whose removal waits for a second word. */
  protected readonly leaving = signal<string | undefined>(undefined);
  readonly #asked = debounced(() => this.query().trim(), 200);

  protected readonly search = resource({
    params: () => this.#asked() || undefined,
    loader: async ({ params: query }) =>
      (await this.#graph.ask(SearchPeopleDocument, { query, first: 20 })).searchUsers.nodes,
  });
  readonly #found = linkedSignal<readonly Person[] | undefined, readonly Person[]>({
    source: () => (this.search.hasValue() ? this.search.value() : undefined),
    computation: (found, previous) => found ?? previous?.value ?? [],
  });
  protected readonly found = computed(() => this.#found().filter(({ id }) => id !== this.#me()?.id));
  protected readonly isSearching = computed(() => this.query().trim() !== '');
  protected readonly requestsBySender = computed(
    () => new Map(this.book.requests().map((request) => [request.from?.id, request.id])),
  );
  protected readonly contacts = computed(() =>
    this.book
      .contacts()
      .toSorted((a, b) => a.user.displayName.localeCompare(b.user.displayName, this.#locale))
      .map(({ user }) => {
        const presence = this.#presence.of(user.id);
        return { user, dot: presenceDot(presence), words: presenceWords(presence, this.#clock.minute(), this.#locale) };
      }),
  );

  protected request({ id, displayName }: Pick<Person, 'id' | 'displayName'>): Promise<void> {
    return this.#about(id, () => this.book.request(id), $localize`:@@requestSent:${displayName}:name: has been asked`);
  }

  protected accept(requestId: string, name: string): Promise<void> {
    return this.#about(
      requestId,
      () => this.book.respond(requestId, true),
      $localize`:@@contactAdded:${name}:name: is a contact now`,
    );
  }

  protected decline(requestId: string): Promise<void> {
    return this.#about(
      requestId,
      () => this.book.respond(requestId, false),
      $localize`:@@requestDeclined:Request declined`,
    );
  }

  /** Asks once more before removing, or not any more; focus stays in the row. */
  protected askToRemove(userId: string | undefined, row: HTMLElement): void {
    this.leaving.set(userId);
    const next = userId ? '.danger' : '.icon-button';
    afterNextRender(() => row.querySelector<HTMLElement>(next)?.focus(), { injector: this.#injector });
  }

  protected remove({ id, displayName }: Pick<Person, 'id' | 'displayName'>): Promise<void> {
    this.leaving.set(undefined);
    return this.#about(
      id,
      () => this.book.remove(id),
      $localize`:@@contactRemoved:${displayName}:name: was removed from your contacts`,
    );
  }

  async #about(id: string, act: () => Promise<Refusal>, done: string): Promise<void> {
    if (this.busy().has(id)) return;
    this.busy.update((busy) => new Set(busy).add(id));
    try {
      this.#toaster.show((await act()) ?? done);
    } catch {
      this.#toaster.show($localize`:@@actFailed:That did not reach the server. Try again in a moment.`);
    } finally {
      this.busy.update((busy) => new Set([...busy].filter((other) => other !== id)));
    }
  }
}
