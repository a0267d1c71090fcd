import { Injectable } from '@angular/core';

/** How many of them are done before the browser may do something else. */
const AT_ONCE = 5;

/** Does what can wait when the browser has nothing else to do, a little at a time, the last that was asked for first. */
@Injectable()
export class Unhurried {
  readonly #waiting = new Set<() => void>();
  #isCalled = false;

  /** @returns what calls it off */
  add(work: () => void): () => void {
    this.#waiting.add(work);
    this.#call();
    return () => this.#waiting.delete(work);
  }

  #call(): void {
    if (this.#isCalled || this.#waiting.size === 0) return;
    this.#isCalled = true;
    const go = (): void => {
      this.#isCalled = false;
      for (const work of [...this.#waiting].slice(-AT_ONCE)) {
        this.#waiting.delete(work);
        work();
      }
      this.#call();
    };
    // Not every browser tells when it is idle.
    if (typeof requestIdleCallback === 'function') requestIdleCallback(go, { timeout: 1000 });
    else setTimeout(go, 50);
  }
}
