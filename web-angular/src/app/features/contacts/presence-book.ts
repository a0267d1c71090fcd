import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { PresenceChangedDocument, PresenceChangedSubscription } from '../../graph/generated/graphql';
import { Live } from '../../graph/live';
import { Session } from '../../session/session';
import { ContactBook } from './contact-book';

/** How present somebody is. */
export type Presence = PresenceChangedSubscription['presenceChanged'];

/** The most people one subscription may name. */
const MOST = 200;

/** Who of my contacts is here now, and how I am shown myself. Follows all in one subscription, and anew when the contacts change. */
@Injectable({ providedIn: 'root' })
export class PresenceBook {
  readonly #live = inject(Live);
  readonly #contacts = inject(ContactBook);
  readonly #me = inject(Session).me;
  readonly #changed = signal<ReadonlyMap<string, Presence>>(new Map());
  /** Compared by value: a list that is loaded again with the same people must not start anew. */
  readonly #watched = computed(() => [this.#me()?.id ?? '', ...this.#contacts.ids()].sort().join(' ').trim());
  /** How others see me. */
  readonly mine = computed(() => this.#changed().get(this.#me()?.id ?? ''));

  constructor() {
    effect((onCleanup) => {
      const ids = this.#watched().split(' ').filter(Boolean);
      const ends = untracked(() => pages(ids).map((userIds) => this.#follow(userIds)));
      onCleanup(() => ends.forEach((end) => end()));
    });
  }

  /** What is known of somebody: what was heard last, else what came with the contact. Reads signals. */
  of(userId: string): Presence | undefined {
    if (!this.#contacts.ids().has(userId)) return undefined;
    return (
      this.#changed().get(userId) ??
      this.#contacts.contacts().find(({ user }) => user.id === userId)?.user.presence ??
      undefined
    );
  }

  #follow(userIds: string[]): () => void {
    return this.#live.follow({
      document: PresenceChangedDocument,
      variables: { userIds },
      cursorOf: () => undefined,
      onEvent: ({ presenceChanged }) =>
        this.#changed.update((all) => new Map(all).set(presenceChanged.userId, presenceChanged)),
      // Somebody in the list is no contact any more: read the list again, which starts a new one.
      onRefused: () => void this.#contacts.load(),
    });
  }
}

function pages(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / MOST) }, (_, page) => ids.slice(page * MOST, (page + 1) * MOST));
}
