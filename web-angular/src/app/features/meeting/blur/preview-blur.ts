import { effect, inject, Injectable, signal, untracked } from '@angular/core';
import { Toaster } from '../../../ui/toaster';
import { MediaChoice } from '../pre-join/media-choice';
import { Preview } from '../pre-join/preview';
import { BLUR_BUDGET } from './blur-budget';
import { blurWords } from './blur-words';

/** The camera of the preview as others will see it: with its background blurred if that is one's choice. */
@Injectable()
export class PreviewBlur {
  readonly #preview = inject(Preview);
  readonly #choice = inject(MediaChoice);
  readonly #toaster = inject(Toaster);
  readonly #budget = inject(BLUR_BUDGET);
  readonly #shown = signal<MediaStreamTrack | null>(null);

  /** What to show; nothing while the blur is being loaded. */
  readonly shown = this.#shown.asReadonly();

  constructor() {
    effect((onCleanup) => {
      const camera = this.#preview.tracks().camera;
      if (!camera || !this.#choice.choice().isBlurred) return this.#shown.set(camera);
      this.#shown.set(null);
      let isOver = false;
      let close: (() => void) | undefined;
      onCleanup(() => {
        isOver = true;
        close?.();
      });
      untracked(
        () =>
          void this.#open(camera).then((pipe) => {
            if (!pipe) return;
            if (isOver) return void pipe.close();
            close = () => void pipe.close();
            this.#shown.set(pipe.track);
          }),
      );
    });
  }

  async #open(camera: MediaStreamTrack) {
    try {
      const { BlurPipe } = await import('./blur-pipe');
      return await BlurPipe.open(camera, { budget: this.#budget(), gaveUp: () => this.#end('gave-up') });
    } catch {
      this.#end('failed');
      return undefined;
    }
  }

  #end(why: 'gave-up' | 'failed'): void {
    this.#choice.change({ isBlurred: false });
    this.#toaster.alarm(blurWords(why));
  }
}
