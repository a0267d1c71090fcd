import { effect, inject, Injectable, untracked } from '@angular/core';
import { Toaster } from '../../../ui/toaster';
import { MeetingStore } from '../meeting-store';
import { MediaChoice } from '../pre-join/media-choice';
import { BLUR_BUDGET } from './blur-budget';
import { blurWords } from './blur-words';

/** The blur in a meeting follows one's choice; when it gives up, it says so, and the choice follows it. */
@Injectable()
export class RoomBlur {
  readonly #store = inject(MeetingStore);
  readonly #choice = inject(MediaChoice);
  readonly #toaster = inject(Toaster);
  readonly #budget = inject(BLUR_BUDGET);

  constructor() {
    effect(() => {
      const own = this.#store.room()?.own;
      const isBlurred = this.#choice.choice().isBlurred;
      if (own) untracked(() => void own.setBlur(isBlurred, this.#budget()).catch(() => undefined));
    });
    effect(() => {
      const state = this.#store.room()?.own.blur();
      if (state !== 'gave-up' && state !== 'failed') return;
      untracked(() => {
        this.#choice.change({ isBlurred: false });
        this.#toaster.alarm(blurWords(state));
        if (state === 'failed')
          void this.#store
            .room()
            ?.setCamera(false)
            .catch(() => undefined);
      });
    });
  }
}
