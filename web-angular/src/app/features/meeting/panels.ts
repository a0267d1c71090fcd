import { computed, Injectable, signal } from '@angular/core';

/** Which panel stands beside the stage. */
@Injectable()
export class Panels {
  readonly #open = signal<'people' | 'chat' | undefined>(undefined);
  readonly isPeopleOpen = computed(() => this.#open() === 'people');
  readonly isChatOpen = computed(() => this.#open() === 'chat');

  openPeople(): void {
    this.#open.set('people');
  }

  openChat(): void {
    this.#open.set('chat');
  }

  close(): void {
    this.#open.set(undefined);
  }
}
