import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { Announcer } from '../../../ui/announcer';
import { wordsOf } from '../../chat/message-log';
import { Thread } from '../../chat/thread';
import { Pass } from '../admission/pass';
import { MeetingStore } from '../meeting-store';
import { Panels } from '../panels';

/** What has just been written, in one line. */
export interface Preview {
  readonly name: string;
  readonly body: string;
}

/** How long a preview is shown, in milliseconds. */
const SHOWN_MS = 6000;
/** Of a message, this much is said aloud. */
const SAID = 200;

/** What is written in the meeting, followed whether the panel is open or not; says it, and counts what was not seen. */
@Injectable()
export class MeetingChat {
  readonly #thread = inject(Thread);
  readonly #store = inject(MeetingStore);
  readonly #pass = inject(Pass);
  readonly #panels = inject(Panels);
  readonly #announcer = inject(Announcer);
  readonly #unseen = signal(0);
  readonly #preview = signal<Preview | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The conversation of the session that goes on; empty until one is let in. */
  readonly conversationId = computed(() => this.#store.meeting()?.conversation?.id ?? '');
  /** Messages of others that came while the panel was closed. */
  readonly unseen = this.#unseen.asReadonly();
  /** The last of them for a moment; none while somebody shares, whose screen it would cover. */
  readonly preview = computed(() => (this.#isSharing() ? null : this.#preview()));
  readonly whyNotWrite = computed(() => this.#store.whyNotGive('chat'));
  readonly me = computed(() => ({ displayName: this.#store.myName(), isGuest: this.#store.isGuest() }));
  readonly #isSharing = computed(() => this.#store.attendees().some(({ screen }) => screen));

  constructor() {
    effect(() => {
      const id = this.conversationId();
      if (id) untracked(() => void this.#thread.open(id, this.#pass.guestToken));
    });
    effect(() => {
      if (this.#panels.isChatOpen()) untracked(() => this.#seen());
    });
    effect(() => {
      const arrived = this.#thread.arrived();
      if (arrived) untracked(() => this.#arrived({ name: arrived.author.displayName, body: wordsOf(arrived) }));
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  #arrived({ name, body }: Preview): void {
    this.#announcer.say($localize`:@@messageFrom:${name}:name:: ${body.slice(0, SAID)}:message:`);
    if (this.#panels.isChatOpen()) return;
    this.#unseen.update((count) => count + 1);
    this.#preview.set({ name, body });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#preview.set(null), SHOWN_MS);
  }

  #seen(): void {
    this.#unseen.set(0);
    this.#preview.set(null);
  }
}
