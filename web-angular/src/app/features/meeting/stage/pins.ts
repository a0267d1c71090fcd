import { Injectable, signal } from '@angular/core';
import { MOST_LARGE } from './layout';

/** What I pinned, for me alone and as long as I am in: cameras and screens, by the ids of the stage's items. */
@Injectable()
export class Pins {
  readonly #pinned = signal<readonly string[]>([]);
  /** The first pinned first. */
  readonly pinned = this.#pinned.asReadonly();

  /** Whether it is pinned. */
  has(id: string): boolean {
    return this.#pinned().includes(id);
  }

  /** Pins it, or lets it go. When there is room for no more, the one pinned first gives way. */
  toggle(id: string): void {
    this.#pinned.update((pinned) =>
      pinned.includes(id) ? pinned.filter((other) => other !== id) : [...pinned, id].slice(-MOST_LARGE),
    );
  }
}
