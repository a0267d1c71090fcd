import { DestroyRef, effect, inject, Injectable, untracked } from '@angular/core';
import { Announcer } from '../../../ui/announcer';
import { Toaster } from '../../../ui/toaster';
import { Panels } from '../panels';
import { LobbyBook, Waiter } from './lobby-book';

const KEY = 'lobby';

/**
 * Tells hosts that somebody waits, until nobody does. Put aside, it comes back with the next who asks; while the panel of people
 * is open its list says it, and the toast would only stand in front of it.
 */
@Injectable()
export class LobbyHerald {
  readonly #book = inject(LobbyBook);
  readonly #announcer = inject(Announcer);
  readonly #toaster = inject(Toaster);
  readonly #panels = inject(Panels);
  #told: ReadonlySet<string> = new Set();

  constructor() {
    effect(() => {
      const waiters = this.#book.waiters();
      const isListed = this.#panels.isPeopleOpen();
      untracked(() => this.#tell(waiters, isListed));
    });
    inject(DestroyRef).onDestroy(() => this.#toaster.settle(KEY));
  }

  #tell(waiters: readonly Waiter[], isListed: boolean): void {
    const isNews = waiters.some(({ lobbyId }) => !this.#told.has(lobbyId));
    this.#told = new Set(waiters.map(({ lobbyId }) => lobbyId));
    const [first] = waiters;
    if (!first) return this.#toaster.settle(KEY);
    const isShown = this.#toaster.toasts().some(({ key }) => key === KEY);
    const words =
      waiters.length === 1
        ? $localize`:@@isWaiting:${first.displayName}:name: is waiting`
        : $localize`:@@areWaiting:${waiters.length}:count: people are waiting`;
    if (isListed) {
      if (isNews) this.#announcer.say(words);
      return this.#toaster.settle(KEY);
    }
    if (isNews || isShown) this.#show(words, waiters);
  }

  #show(words: string, waiters: readonly Waiter[]): void {
    this.#toaster.keep(
      KEY,
      words,
      {
        label: waiters.length === 1 ? $localize`:@@letIn:Let in` : $localize`:@@letAllIn:Let all in`,
        run: () => void this.#book.admit(waiters.map(({ lobbyId }) => lobbyId)),
      },
      { label: $localize`:@@viewLobby:View`, run: () => this.#panels.openPeople() },
    );
  }
}
