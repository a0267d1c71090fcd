import { Injectable, signal } from '@angular/core';

/** Which panel stands beside the stage. */
@Injectable()
export class Panels {
  readonly #isPeopleOpen = signal(false);
  readonly isPeopleOpen = this.#isPeopleOpen.asReadonly();

  openPeople(): void {
    this.#isPeopleOpen.set(true);
  }

  close(): void {
    this.#isPeopleOpen.set(false);
  }
}
