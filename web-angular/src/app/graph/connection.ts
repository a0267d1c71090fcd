import { computed, inject, Injectable, signal } from '@angular/core';
import { Live } from './live';

/** Whether the server can be reached, as far as the browser and the socket know. */
@Injectable({ providedIn: 'root' })
export class Connection {
  readonly #live = inject(Live);
  readonly #isOnline = signal(navigator.onLine);

  /** `offline`: the browser has no network. `lost`: it has one, but the server does not answer. */
  readonly state = computed<'online' | 'lost' | 'offline'>(() => {
    if (!this.#isOnline()) return 'offline';
    return this.#live.state() === 'waiting' ? 'lost' : 'online';
  });

  constructor() {
    addEventListener('online', () => this.#isOnline.set(true));
    addEventListener('offline', () => this.#isOnline.set(false));
  }
}
