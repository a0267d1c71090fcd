import { Injectable, signal } from '@angular/core';

/** The time of day as a signal, moving once a minute and when the page comes back into view. */
@Injectable({ providedIn: 'root' })
export class Clock {
  readonly #minute = signal(Date.now());
  /** Milliseconds since the epoch. */
  readonly minute = this.#minute.asReadonly();

  constructor() {
    setInterval(() => this.#minute.set(Date.now()), 30_000);
    document.addEventListener('visibilitychange', () => this.#minute.set(Date.now()));
  }
}
