import { computed, effect, inject, Injectable, untracked } from '@angular/core';
import { Session } from '../session/session';
import { InboxDocument, InboxSubscription } from './generated/graphql';
import { Live } from './live';

/** One event of one's own inbox. */
export type InboxEvent = InboxSubscription['inbox'];

/**
 * One's own inbox, followed as long as one is signed in; it also keeps the socket open, which is what makes one online. The
 * books of people and of conversations listen here.
 */
@Injectable({ providedIn: 'root' })
export class Inbox {
  readonly #live = inject(Live);
  readonly #listeners = new Set<(event: InboxEvent) => void>();
  readonly #lost = new Set<() => void>();
  /** Whoever begins to listen now has missed that it is. */
  isReady = false;

  constructor() {
    const session = inject(Session);
    const isIn = computed(() => session.state() !== 'signed-out');
    effect((onCleanup) => {
      if (!isIn()) return;
      onCleanup(untracked(() => this.#follow()));
    });
  }

  /**
   * Hears every event until the returned function is called.
   *
   * @param lost events may have been missed: load afresh
   */
  listen(heard: (event: InboxEvent) => void, lost: () => void): () => void {
    this.#listeners.add(heard);
    this.#lost.add(lost);
    return () => {
      this.#listeners.delete(heard);
      this.#lost.delete(lost);
    };
  }

  #follow(): () => void {
    return this.#live.follow({
      document: InboxDocument,
      variables: {},
      cursorOf: ({ inbox }) => ('cursor' in inbox ? inbox.cursor : undefined),
      onEvent: ({ inbox }) => {
        if (inbox.__typename === 'InboxReady') this.isReady = true;
        for (const heard of this.#listeners) heard(inbox);
        if (inbox.__typename === 'Resync') this.#loseAll();
      },
      onLost: () => this.#loseAll(),
    });
  }

  #loseAll(): void {
    for (const lost of this.#lost) lost();
  }
}
