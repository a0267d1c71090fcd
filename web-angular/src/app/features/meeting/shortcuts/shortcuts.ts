import { DestroyRef, inject, Injectable } from '@angular/core';
import { Hands } from '../hands/hands';
import { mayAct } from './may-act';

/** What single keys do in a meeting. */
@Injectable()
export class Shortcuts {
  readonly #hands = inject(Hands);
  readonly #verbs: Readonly<Record<string, () => Promise<void> | void>> = {
    h: () => this.#hands.toggle(),
  };

  constructor() {
    const press = (event: KeyboardEvent): void => this.#press(event);
    document.addEventListener('keydown', press);
    inject(DestroyRef).onDestroy(() => document.removeEventListener('keydown', press));
  }

  #press(event: KeyboardEvent): void {
    const verb = this.#verbs[event.key.toLowerCase()];
    if (!verb || !mayAct(event)) return;
    event.preventDefault();
    void verb();
  }
}
