import { DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';

/** Whether the meeting takes the whole screen. */
@Injectable()
export class FullScreen {
  readonly #document = inject(DOCUMENT);
  readonly #isOn = signal(false);
  readonly isOn = this.#isOn.asReadonly();
  readonly isPossible = this.#document.fullscreenEnabled;

  constructor() {
    const changed = (): void => this.#isOn.set(this.#document.fullscreenElement !== null);
    this.#document.addEventListener('fullscreenchange', changed);
    inject(DestroyRef).onDestroy(() => this.#document.removeEventListener('fullscreenchange', changed));
  }

  /** Enters or leaves it. */
  async toggle(): Promise<void> {
    if (this.#isOn()) await this.#document.exitFullscreen();
    else await this.#document.documentElement.requestFullscreen();
  }
}
