import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  model,
  resource,
  signal,
} from '@angular/core';
import { SearchInviteesDocument, SearchInviteesQuery } from '../../../graph/generated/planning/graphql';
import { Graph } from '../../../graph/graph';
import { Session } from '../../../session/session';
import { Avatar } from '../../../ui/avatar';
import { debounced } from '../../../ui/debounced';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { TextField } from '../../../ui/text-field';
import { Guest } from './draft';

type Person = SearchInviteesQuery['searchUsers']['nodes'][number];

const MOST_SHOWN = 6;
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Whom to invite: people of the organisation by their names, anybody else by an e-mail address. */
@Component({
  selector: 'parley-guest-picker',
  imports: [Avatar, Icon, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (guests().length) {
      <ul class="picked" i18n-aria-label aria-label="Invited">
        @for (guest of guests(); track guest.userId ?? guest.email) {
          <li data-testid="picked">
            <parley-avatar [name]="guest.name" [seed]="guest.userId ?? guest.email" [size]="24" />
            <span class="one-line" dir="auto">{{ guest.name }}</span>
            <button type="button" class="icon-button small" (click)="drop(guest)">
              <parley-icon [path]="icons.close" /><span class="unseen" i18n>Do not invite {{ guest.name }}</span>
            </button>
          </li>
        }
      </ul>
    }
    <parley-text-field
      i18n-label
      label="Invite people"
      name="invitees"
      autocomplete="off"
      i18n-hint
      hint="By name in your organisation, or by e-mail address."
      [error]="error() ?? problem()"
      [(value)]="query"
      (keydown.enter)="$event.preventDefault(); pickFirst()"
    />
    @if (search.error()) {
      <p class="field-error" role="alert" i18n>People could not be searched. An e-mail address works all the same.</p>
    }
    @if (offers().length) {
      <ul class="offers" i18n-aria-label aria-label="People found">
        @for (offer of offers(); track offer.userId ?? offer.email) {
          <li>
            <button type="button" class="offer" (click)="pick(offer)">
              <parley-avatar [name]="offer.name" [seed]="offer.userId ?? offer.email" [size]="32" />
              <span class="one-line" dir="auto">{{ offer.name }}</span>
              <parley-icon [path]="icons.add" />
            </button>
          </li>
        }
      </ul>
    } @else if (isNobody()) {
      <p class="meta" role="status" i18n>Nobody by that name. Type an e-mail address to invite somebody else.</p>
    }
  `,
  styleUrl: './guest-picker.css',
})
export class GuestPicker {
  readonly #graph = inject(Graph);
  readonly #me = inject(Session).me;
  readonly guests = model.required<readonly Guest[]>();
  readonly error = input<string | undefined>();

  protected readonly icons = icons;
  protected readonly query = signal('');
  protected readonly problem = signal<string | undefined>(undefined);
  readonly #asked = debounced(() => this.query().trim(), 200);

  protected readonly search = resource({
    params: () => (this.#asked() && !ADDRESS.test(this.#asked()) ? this.#asked() : undefined),
    loader: async ({ params: query }) =>
      (await this.#graph.ask(SearchInviteesDocument, { query, first: 20 })).searchUsers.nodes,
  });
  /** The last answer stays while the next one is on its way, so that the list does not blink. */
  readonly #found = linkedSignal<readonly Person[] | undefined, readonly Person[]>({
    source: () => (this.search.hasValue() ? this.search.value() : undefined),
    computation: (found, previous) => found ?? previous?.value ?? [],
  });
  protected readonly offers = computed<readonly Guest[]>(() => {
    const typed = this.query().trim();
    if (!typed) return [];
    if (ADDRESS.test(typed)) return this.#has({ name: typed, email: typed }) ? [] : [{ name: typed, email: typed }];
    return this.#found()
      .filter(({ id }) => id !== this.#me()?.id)
      .map(({ id, displayName }) => ({ name: displayName, userId: id }))
      .filter((guest) => !this.#has(guest))
      .slice(0, MOST_SHOWN);
  });
  protected readonly isNobody = computed(
    () => this.query().trim() !== '' && this.search.hasValue() && !this.search.isLoading() && !this.offers().length,
  );

  protected pick(guest: Guest): void {
    this.guests.update((guests) => [...guests, guest]);
    this.query.set('');
    this.problem.set(undefined);
  }

  /** Enter takes what was typed as an address, or the only one found. */
  protected pickFirst(): void {
    const [only, another] = this.offers();
    if (only && !another) this.pick(only);
    else if (this.query().trim())
      this.problem.set($localize`:@@guestPick:Choose somebody from the list, or type an e-mail address.`);
  }

  protected drop(guest: Guest): void {
    this.guests.update((guests) => guests.filter((other) => other !== guest));
  }

  #has({ userId, email }: Guest): boolean {
    return this.guests().some(
      (guest) => (userId !== undefined && guest.userId === userId) || (email !== undefined && guest.email === email),
    );
  }
}
