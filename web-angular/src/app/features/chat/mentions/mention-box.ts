import { computed, inject, Injectable, signal } from '@angular/core';
import { Announcer } from '../../../ui/announcer';
import { Named } from '../acts/message-changes';
import { Callable, MemberBook } from './member-book';
import { call, Call, callAt, calledIn, offersOf } from './offers';

/** Whom the composer around it calls: offers members behind an `@`, and remembers whom one chose. */
@Injectable()
export class MentionBox {
  readonly #book = inject(MemberBook);
  readonly #announcer = inject(Announcer);
  readonly #call = signal<Call | undefined>(undefined);
  readonly #active = signal(0);
  #chosen: readonly Named[] = [];
  /** Where an `@` was dismissed: it is not offered again while it stands there. */
  #dismissed = -1;

  readonly active = this.#active.asReadonly();
  readonly offers = computed(() => {
    const begun = this.#call();
    return begun ? offersOf(this.#book.all(), begun.query) : [];
  });
  readonly isOpen = computed(() => this.offers().length > 0);

  /** The text or the caret is another one. */
  follow(text: string, caret: number): void {
    const found = callAt(text, caret);
    // Whoever is chosen, and stands there whole, is not offered again: Enter sends.
    const begun = this.#chosen.some(({ displayName }) => displayName === found?.query) ? undefined : found;
    const isNew = begun !== undefined && begun.from !== this.#call()?.from;
    if (begun === undefined) this.#dismissed = -1;
    const wasOpen = this.isOpen();
    this.#call.set(begun && begun.from !== this.#dismissed ? begun : undefined);
    this.#active.set(0);
    if (isNew && begun.from !== this.#dismissed) void this.#book.load().then(() => this.#say());
    else if (!wasOpen) this.#say();
  }

  /** Goes up or down, around the ends. */
  step(by: number): void {
    const count = this.offers().length;
    if (count > 0) this.#active.update((at) => (at + by + count) % count);
  }

  /** Puts the name there. */
  take(text: string, caret: number, one: Callable | undefined = this.offers()[this.#active()]) {
    const begun = this.#call();
    if (!begun || !one) return undefined;
    this.#chosen = [...this.#chosen.filter(({ userId }) => userId !== one.userId), one];
    this.#call.set(undefined);
    return call(text, caret, begun, one);
  }

  dismiss(): void {
    this.#dismissed = this.#call()?.from ?? -1;
    this.#call.set(undefined);
  }

  /** Begins anew, with those whom a message calls already. */
  begin(chosen: readonly Named[] = []): void {
    this.#chosen = chosen;
    this.#call.set(undefined);
    this.#dismissed = -1;
  }

  /** Whom this text calls. */
  calledIn(text: string): readonly Named[] {
    return calledIn(text, this.#chosen);
  }

  #say(): void {
    const count = this.offers().length;
    if (count > 0)
      this.#announcer.say($localize`:@@mentionOffers:${count}:count: to choose from, with the arrow keys and Enter`);
  }
}
