import { computed, Injectable, signal } from '@angular/core';

/** What one does without: nothing; what costs computing; or all video. */
export type Economy = 'off' | 'low-cpu' | 'audio-only';

/** Doing without: chosen by the person alone, never by itself. Kept while the page is open. */
@Injectable({ providedIn: 'root' })
export class Thrift {
  readonly #mode = signal<Economy>('off');
  readonly mode = this.#mode.asReadonly();
  /** Video is neither received nor sent. */
  readonly isAudioOnly = computed(() => this.#mode() === 'audio-only');
  /** Few small pictures are received, a small one is sent, and nothing moves that need not. */
  readonly isLowCpu = computed(() => this.#mode() === 'low-cpu');

  /** From now on. */
  choose(mode: Economy): void {
    this.#mode.set(mode);
  }

  /** This, or everything again. */
  toggle(mode: Exclude<Economy, 'off'>): void {
    this.#mode.update((now) => (now === mode ? 'off' : mode));
  }
}
