import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { MediaSource } from '../../../graph/generated/meeting/graphql';
import { Toaster } from '../../../ui/toaster';
import { Announcer } from '../../../ui/announcer';
import { Controls } from '../controls/controls';
import { MeetingEvent, MeetingEvents } from '../meeting-events';
import { MeetingStore } from '../meeting-store';
import { moderates } from './may';
import { roleNews } from './role-words';

/** What those who moderate do to me: told at once, and my devices follow. Nothing here ever turns one on. */
@Injectable()
export class Moderated {
  readonly #store = inject(MeetingStore);
  readonly #controls = inject(Controls);
  readonly #toaster = inject(Toaster);
  readonly #announcer = inject(Announcer);
  readonly #askedBy = signal<string | undefined>(undefined);

  /** Whoever asks me to unmute, until I have answered. */
  readonly askedBy = computed(() => (this.#controls.isMicrophoneOn() ? undefined : this.#askedBy()));

  constructor() {
    inject(DestroyRef).onDestroy(inject(MeetingEvents).listen((event) => this.#hear(event)));
    let before = this.#store.myRole();
    effect(() => {
      const role = this.#store.myRole();
      if (role !== before) untracked(() => this.#toaster.show(roleNews(role)));
      before = role;
    });
    for (const [source, giving, isOn] of [
      ['MICROPHONE', 'microphone', this.#controls.isMicrophoneOn],
      ['CAMERA', 'camera', this.#controls.isCameraOn],
      ['SCREEN_SHARE', 'screen', this.#controls.isSharing],
    ] as const) {
      const why = computed(() => this.#store.whyNotGive(giving));
      effect(() => {
        const words = why();
        if (!words || !untracked(isOn)) return;
        untracked(() => this.#takeOff(source, words));
      });
    }
  }

  /** Answers the request to unmute. */
  async answer(isYes: boolean): Promise<void> {
    this.#askedBy.set(undefined);
    if (isYes && !this.#controls.isMicrophoneOn()) await this.#controls.toggleMicrophone();
  }

  #hear(event: MeetingEvent): void {
    if (event.__typename === 'Muted') {
      const { mutedId, source, by } = event;
      if (mutedId && mutedId === this.#store.myId()) this.#takeOff(source, mutedWords(source, by));
      if (!mutedId && !moderates(this.#store.myRole()))
        this.#takeOff(source, $localize`:@@allWereMuted:${by}:name: muted everyone`);
    } else if (event.__typename === 'UnmuteAsked' && event.participantId === this.#store.myId()) {
      if (this.#controls.isMicrophoneOn()) return;
      this.#askedBy.set(event.by);
      this.#announcer.interrupt($localize`:@@saidUnmuteAsked:${event.by}:name: asks you to unmute`);
    }
  }

  #takeOff(source: MediaSource, words: string): void {
    this.#toaster.alarm(words);
    const room = this.#store.room();
    const off = {
      MICROPHONE: () => room?.setMicrophone(false),
      CAMERA: () => room?.setCamera(false),
      SCREEN_SHARE: () => room?.setScreen(false),
    };
    void off[source]()?.catch(() => undefined);
  }
}

function mutedWords(source: MediaSource, by: string): string {
  switch (source) {
    case 'MICROPHONE':
      return $localize`:@@youWereMuted:${by}:name: muted you`;
    case 'CAMERA':
      return $localize`:@@yourVideoStopped:${by}:name: stopped your video`;
    case 'SCREEN_SHARE':
      return $localize`:@@yourShareStopped:${by}:name: stopped your sharing`;
  }
}
