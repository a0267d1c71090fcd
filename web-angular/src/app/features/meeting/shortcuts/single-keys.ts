import { Injectable, signal } from '@angular/core';

const NAME = 'parley.singleKeys';

/** Whether single keys act; remembered by this browser. Those who speak to their computer type without meaning to. */
@Injectable({ providedIn: 'root' })
export class SingleKeys {
  readonly #isOn = signal(localStorage.getItem(NAME) !== 'off');
  readonly isOn = this.#isOn.asReadonly();

  /** Lets them act, or not. */
  set(isOn: boolean): void {
    this.#isOn.set(isOn);
    localStorage.setItem(NAME, isOn ? 'on' : 'off');
  }
}
