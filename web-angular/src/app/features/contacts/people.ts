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
import { CallButtons } from '../calls/call-buttons';
import { CallDesk } from '../calls/call-desk';
import { BlockBook } from './block-book';
import { ContactBook, Refusal } from './contact-book';
import { contactIcons } from './contact-icons';
import { ContactMenu } from './contact-menu';
import { PresenceBook } from './presence-book';
import { presenceDot, presenceLine } from './presence-words';
import { SecondWord, Severing } from './second-word';

type Person = SearchPeopleQuery['searchUsers']['nodes'][number];

/** People: who asks to be known, whom one knows and how to find more. */
@Component({
  selector: 'parley-people',
  imports: [RouterLink, Avatar, CallButtons, ContactMenu, Icon, LoadFailure, Notice, SecondWord, TextField],
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
  protected readonly desk = inject(CallDesk);
  protected readonly blocks = inject(BlockBook);
  protected readonly icons = icons;
  protected readonly contactIcons = contactIcons;

  protected readonly query = signal('');
  /** Ids of people or requests about whom something is being asked. */
  protected readonly busy = signal<ReadonlySet<string>>(new Set());
  /** Whose removal or block waits for a second word. */
  protected readonly leaving = signal<{ readonly id: string; readonly about: Severing } | undefined>(undefined);
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
        return { user, dot: presenceDot(presence), words: presenceLine(presence, this.#clock.minute(), this.#locale) };
      }),
  );

  protected request({ id, displayName }: Pick<Person, 'id' | 'displayName'>): Promise<void> {
    return this.#about(
      id,
      () => this.blocks.request(id),
      $localize`:@@requestSent:${displayName}:name: has been asked`,
    );
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

  protected withdraw(requestId: string): Promise<void> {
    return this.#about(
      requestId,
      () => this.blocks.withdraw(requestId),
      $localize`:@@requestWithdrawn:Request withdrawn`,
    );
  }

  /** Asks once more before removing or blocking, or not any more; focus stays in the row. */
  protected makeSure(userId: string, about: Severing | undefined, row: HTMLElement): void {
    this.leaving.set(about && { id: userId, about });
    const next = about ? '.danger' : 'parley-contact-menu .icon-button';
    // The menu gives focus back to its button when it closes: after that.
    afterNextRender(() => setTimeout(() => row.querySelector<HTMLElement>(next)?.focus()), {
      injector: this.#injector,
    });
  }

  /** Does what was asked once more about. */
  protected sever(person: Pick<Person, 'id' | 'displayName'>, about: Severing): Promise<void> {
    this.leaving.set(undefined);
    return about === 'block' ? this.#block(person) : this.#remove(person);
  }

  protected unblock({ id, displayName }: Pick<Person, 'id' | 'displayName'>): Promise<void> {
    return this.#about(
      id,
      () => this.blocks.unblock(id),
      $localize`:@@personUnblocked:${displayName}:name: is not blocked any more`,
    );
  }

  #block({ id, displayName }: Pick<Person, 'id' | 'displayName'>): Promise<void> {
    return this.#about(id, () => this.blocks.block(id), $localize`:@@personBlocked:${displayName}:name: is blocked`);
  }

  #remove({ id, displayName }: Pick<Person, 'id' | 'displayName'>): Promise<void> {
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
