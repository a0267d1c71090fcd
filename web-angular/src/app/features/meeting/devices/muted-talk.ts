import { computed, effect, inject, Injectable } from '@angular/core';
import { Toaster } from '../../../ui/toaster';
import { Controls } from '../controls/controls';
import { MeetingStore } from '../meeting-store';
import { MediaChoice } from '../pre-join/media-choice';
import { Permissions } from '../pre-join/permissions';
import { MutedEar } from './muted-ear';
import { TalkWatch } from './talk-watch';

const hint = (): string => $localize`:@@talkingMuted:You are muted. Nobody hears what you say.`;

/** Notices that one talks while muted, and says so for as long as it is so: at most once in 30 s, only to whoever may unmute, and not to who has switched it off. */
@Injectable()
export class MutedTalk {
  readonly #store = inject(MeetingStore);
  readonly #controls = inject(Controls);
  readonly #choice = inject(MediaChoice);
  readonly #permissions = inject(Permissions);
  readonly #toaster = inject(Toaster);
  readonly #watch = new TalkWatch();
  readonly #listens = computed(
    () =>
      this.#choice.choice().tellsWhenMuted &&
      !this.#controls.isMicrophoneOn() &&
      !this.#controls.busy().has('microphone') &&
      this.#controls.whyNot().microphone === undefined &&
      this.#store.room() !== null,
  );

  constructor() {
    effect((onCleanup) => {
      if (!this.#listens()) return;
      const published = this.#store.room()?.own.microphone() ?? null;
      const deviceId = this.#controls.devices().microphone;
      let isOver = false;
      let ear: MutedEar | undefined;
      onCleanup(() => {
        isOver = true;
        ear?.close();
        this.#toaster.withdraw(hint());
        this.#watch.forget();
      });
      void this.#hearing(published, deviceId).then((track) => {
        if (!track) return;
        if (isOver) return track.stop();
        ear = new MutedEar(track, (level) => {
          if (this.#watch.look(level, performance.now())) this.#say();
        });
      });
    });
  }

  /** A copy of the muted track; else, where it was allowed before, a stream of its own. Nobody is asked for it. */
  async #hearing(
    published: MediaStreamTrack | null,
    deviceId: string | undefined,
  ): Promise<MediaStreamTrack | undefined> {
    if (published?.readyState === 'live') return published.clone();
    if ((await this.#permissions.of('microphone')) !== 'granted') return undefined;
    const audio = { echoCancellation: true, noiseSuppression: true, ...(deviceId ? { deviceId } : {}) };
    const stream = await navigator.mediaDevices.getUserMedia({ audio }).catch(() => undefined);
    return stream?.getAudioTracks()[0];
  }

  #say(): void {
    this.#toaster.show(hint(), {
      label: $localize`:@@unmute:Unmute`,
      run: () => void (this.#controls.isMicrophoneOn() || this.#controls.toggleMicrophone()),
    });
  }
}
