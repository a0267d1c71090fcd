import { DestroyRef, inject, Injectable, signal } from '@angular/core';

/** Whether the screen is as narrow as a phone's. */
@Injectable({ providedIn: 'root' })
export class Narrow {
  readonly #query = window.matchMedia?.('(max-width: 599.98px)');
  readonly #isNarrow = signal(this.#query?.matches ?? false);
  readonly isNarrow = this.#isNarrow.asReadonly();

  constructor() {
    const settle = (): void => this.#isNarrow.set(this.#query.matches);
    this.#query?.addEventListener('change', settle);
    inject(DestroyRef).onDestroy(() => this.#query?.removeEventListener('change', settle));
  }
}
