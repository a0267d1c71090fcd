import { DestroyRef, inject, Injectable } from '@angular/core';
import { Controls } from '../controls/controls';
import { mayAct } from './may-act';

/** What the space bar presses, or types into. */
const PRESSED =
  'button, a[href], summary, input, textarea, select, [role="button"], [role="menuitem"], [contenteditable]';

/** Talking while the space bar is held, where it would press nothing. Let go, or gone elsewhere, one is muted again. */
@Injectable()
export class PushToTalk {
  readonly #controls = inject(Controls);
  #talking: Promise<void> | undefined;

  constructor() {
    const release = (event: Event): void => {
      if (!(event instanceof KeyboardEvent) || event.key === ' ') void this.#end();
    };
    document.addEventListener('keyup', release);
    window.addEventListener('blur', release);
    inject(DestroyRef).onDestroy(() => {
      document.removeEventListener('keyup', release);
      window.removeEventListener('blur', release);
    });
  }

  /** Whether one talks by the space bar now. */
  get isTalking(): boolean {
    return this.#talking !== undefined;
  }

  /** Takes the space bar's way down. */
  press(event: KeyboardEvent): void {
    if (this.#talking) return event.preventDefault();
    if (!mayAct(event) || (event.target instanceof Element && event.target.closest(PRESSED))) return;
    event.preventDefault();
    if (this.#controls.isMicrophoneOn() || this.#controls.busy().has('microphone')) return;
    this.#talking = this.#controls.toggleMicrophone();
  }

  async #end(): Promise<void> {
    const talking = this.#talking;
    if (!talking) return;
    // Let go before the microphone was open: it is opened and closed, in this order.
    await talking;
    if (this.#talking !== talking) return;
    this.#talking = undefined;
    if (this.#controls.isMicrophoneOn()) await this.#controls.toggleMicrophone();
  }
}
