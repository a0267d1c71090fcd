import { Injectable, signal, Type } from '@angular/core';

/** What stays when the address changes, and whose it is. */
interface Kept {
  readonly component: Type<unknown>;
  readonly code: string;
}

/**
 * The meeting one is in, which outlives its address: it fills the page at its own, and is a small window elsewhere. It is shown by
 * the root, so that going from one to the other neither makes it anew nor reconnects.
 */
@Injectable({ providedIn: 'root' })
export class Afloat {
  readonly #kept = signal<Kept | null>(null);
  readonly #isSmall = signal(false);
  readonly kept = this.#kept.asReadonly();
  /** One is elsewhere in Parley. */
  readonly isSmall = this.#isSmall.asReadonly();
  /** Where one was before the meeting filled the page. */
  place = '/';

  /** At a meeting's own address. Another meeting takes the place of the one before. */
  open(component: Type<unknown>, code: string): void {
    this.#isSmall.set(false);
    if (this.#kept()?.code !== code) this.#kept.set({ component, code });
  }

  /** One has gone elsewhere. */
  shrink(): void {
    this.#isSmall.set(true);
  }

  /** There is nothing to keep any more. */
  close(): void {
    this.#kept.set(null);
  }
}
