import { inject, Injectable } from '@angular/core';
import { Live } from '../graph/live';

/** After how long without a touch somebody counts as away, in milliseconds. */
const AFTER_MS = 300_000;
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const;

/** Notices that nobody touches this tab any more, and that somebody does again. The server merges tabs and devices. */
@Injectable({ providedIn: 'root' })
export class Idleness {
  readonly #live = inject(Live);
  #touchedAt = Date.now();
  #isIdle = false;

  constructor() {
    const touched = () => this.#touched();
    for (const touch of TOUCHES) addEventListener(touch, touched, { capture: true, passive: true });
    document.addEventListener('visibilitychange', () => (document.hidden ? undefined : this.#touched()));
    this.#look();
  }

  #touched(): void {
    this.#touchedAt = Date.now();
    if (!this.#isIdle) return;
    this.#isIdle = false;
    this.#live.idles(false);
    this.#look();
  }

  /** One timer, whatever is touched meanwhile. */
  #look(): void {
    const left = this.#touchedAt + AFTER_MS - Date.now();
    if (left > 0) return void setTimeout(() => this.#look(), left);
    this.#isIdle = true;
    this.#live.idles(true);
  }
}
