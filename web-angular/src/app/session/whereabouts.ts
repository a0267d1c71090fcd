import { Injectable, signal } from '@angular/core';

/** Where in Parley somebody is, as far as other parts must know: the meeting they are in right now. */
@Injectable({ providedIn: 'root' })
export class Whereabouts {
  readonly #meeting = signal<string | undefined>(undefined);
  /** The code of the meeting one is in. */
  readonly meeting = this.#meeting.asReadonly();

  /** One is in this meeting now, or in none. */
  enter(code: string | undefined): void {
    this.#meeting.set(code);
  }
}
