import { Injectable, signal } from '@angular/core';
import { View, VIEWS } from './focus';

const NAME = 'parley.view';

/** How one sees meetings; remembered by this browser. */
@Injectable({ providedIn: 'root' })
export class ViewChoice {
  readonly #view = signal<View>(VIEWS.find((view) => view === localStorage.getItem(NAME)) ?? 'auto');
  readonly view = this.#view.asReadonly();

  /** Sees them so from now on. */
  choose(view: View): void {
    this.#view.set(view);
    localStorage.setItem(NAME, view);
  }
}
