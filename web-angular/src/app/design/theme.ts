import { DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';

/** What the workspace looks like: the system's choice, or always one of the two. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'parley.theme';
const isChoice = (value: string | null): value is ThemeChoice =>
  value === 'light' || value === 'dark' || value === 'system';

/** Remembers the theme of this browser and puts it on the root element. The stage is dark whatever is chosen. */
@Injectable({ providedIn: 'root' })
export class Theme {
  readonly #document = inject(DOCUMENT);
  readonly #choice = signal<ThemeChoice>(this.#stored());

  readonly choice = this.#choice.asReadonly();

  constructor() {
    effect(() => {
      const choice = this.#choice();
      const root = this.#document.documentElement;
      if (choice === 'system') delete root.dataset['theme'];
      else root.dataset['theme'] = choice;
    });
  }

  /** Takes and remembers another theme. */
  choose(choice: ThemeChoice): void {
    this.#choice.set(choice);
    localStorage.setItem(KEY, choice);
  }

  #stored(): ThemeChoice {
    const stored = localStorage.getItem(KEY);
    return isChoice(stored) ? stored : 'system';
  }
}
