import { DestroyRef, effect, inject, Injectable, untracked } from '@angular/core';
import { Toaster } from '../../../ui/toaster';
import { Panels } from '../panels';
import { LobbyBook, Waiter } from './lobby-book';

const KEY = 'lobby';

/** Tells hosts that somebody waits, until nobody does. Put aside, it comes back with the next who asks. */
@Injectable()
export class LobbyHerald {
  readonly #book = inject(LobbyBook);
  readonly #toaster = inject(Toaster);
  readonly #panels = inject(Panels);
  #told: ReadonlySet<string> = new Set();

  constructor() {
    effect(() => {
      const waiters = this.#book.waiters();
      untracked(() => this.#tell(waiters));
    });
    inject(DestroyRef).onDestroy(() => this.#toaster.settle(KEY));
  }

  #tell(waiters: readonly Waiter[]): void {
    const isNews = waiters.some(({ lobbyId }) => !this.#told.has(lobbyId));
    this.#told = new Set(waiters.map(({ lobbyId }) => lobbyId));
    const [first] = waiters;
    if (!first) return this.#toaster.settle(KEY);
    const isShown = this.#toaster.toasts().some(({ key }) => key === KEY);
    if (!isNews && !isShown) return;
    const isOne = waiters.length === 1;
    this.#toaster.keep(
      KEY,
      isOne
        ? $localize`:@@isWaiting:${first.displayName}:name: is waiting`
        : $localize`:@@areWaiting:${waiters.length}:count: people are waiting`,
      {
        label: isOne ? $localize`:@@letIn:Let in` : $localize`:@@letAllIn:Let all in`,
        run: () => void this.#book.admit(waiters.map(({ lobbyId }) => lobbyId)),
      },
      { label: $localize`:@@viewLobby:View`, run: () => this.#panels.openPeople() },
    );
  }
}
