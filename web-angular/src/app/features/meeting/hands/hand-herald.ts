import { DestroyRef, effect, inject, Injectable, untracked } from '@angular/core';
import { Announcer } from '../../../ui/announcer';
import { Toaster } from '../../../ui/toaster';
import { Attendee, handsFirst } from '../attendees';
import { MeetingStore } from '../meeting-store';
import { moderates } from '../moderation/may';
import { Panels } from '../panels';
import { spokenList } from '../spoken-list';

/** Hands that go up within this time are told together, in milliseconds. */
export const HANDS_MERGE_MS = 1000;

/** Tells whose hand went up: said to everybody, and shown to those who moderate while the list of people is closed. */
@Injectable()
export class HandHerald {
  readonly #store = inject(MeetingStore);
  readonly #announcer = inject(Announcer);
  readonly #toaster = inject(Toaster);
  readonly #panels = inject(Panels);
  readonly #raised = new Set<string>();
  #before: ReadonlyMap<string, Attendee> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => {
      const attendees = this.#store.attendees();
      const isReconnecting = this.#store.isReconnecting();
      untracked(() => this.#compare(attendees, isReconnecting));
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  #compare(attendees: readonly Attendee[], isReconnecting: boolean): void {
    const before = this.#before;
    this.#before = isReconnecting ? undefined : new Map(attendees.map((one) => [one.identity, one]));
    // Hands that were up when one came, or came to be known, are no news.
    for (const { identity, hand, isLocal } of before ? attendees : []) {
      const former = before?.get(identity);
      if (hand > 0 && !isLocal && former?.id && former.hand === 0) this.#raised.add(identity);
      if (hand === 0) this.#raised.delete(identity);
    }
    if (this.#raised.size > 0) this.#timer ??= setTimeout(() => this.#tell(), HANDS_MERGE_MS);
  }

  #tell(): void {
    this.#timer = undefined;
    const names = handsFirst(this.#store.attendees())
      .filter(({ identity, hand }) => hand > 0 && this.#raised.has(identity))
      .map(({ name }) => name);
    this.#raised.clear();
    const [first] = names;
    if (!first) return;
    const words =
      names.length === 1
        ? $localize`:@@raisedHand:${first}:name: raised a hand`
        : $localize`:@@raisedHands:${spokenList(names)}:names: raised their hands`;
    if (!moderates(this.#store.myRole()) || this.#panels.isPeopleOpen()) return this.#announcer.say(words);
    this.#toaster.show(words, { label: $localize`:@@viewHands:View`, run: () => this.#panels.openPeople() });
  }
}
