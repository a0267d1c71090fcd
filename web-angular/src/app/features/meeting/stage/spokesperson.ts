import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { Attendee } from '../attendees';

/** How long somebody speaks before they are shown, in milliseconds: a cough does not count. */
export const SPEAKS_MS = 1000;

/** Who is shown as the speaker: whoever speaks, until they are silent and somebody else has the word. Never oneself. */
@Injectable()
export class Spokesperson {
  readonly #tick = signal(0);
  readonly #since = new Map<string, number>();
  #current: string | undefined;

  constructor() {
    const timer = setInterval(() => this.#since.size > 0 && this.#tick.update((tick) => tick + 1), 500);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** The identity of whoever is to be shown now. Reads a signal that ticks while somebody speaks. */
  of(attendees: readonly Attendee[], now = Date.now()): string | undefined {
    this.#tick();
    const others = attendees.filter(({ isLocal }) => !isLocal);
    for (const { identity, isSpeaking } of others) {
      if (!isSpeaking) this.#since.delete(identity);
      else if (!this.#since.has(identity)) this.#since.set(identity, now);
    }
    for (const identity of this.#since.keys())
      if (!others.some((one) => one.identity === identity)) this.#since.delete(identity);
    if (!others.some(({ identity }) => identity === this.#current)) this.#current = undefined;
    if (this.#current !== undefined && this.#since.has(this.#current)) return this.#current;
    const [next] = [...this.#since].filter(([, since]) => now - since >= SPEAKS_MS).sort(([, a], [, b]) => a - b);
    return (this.#current = next?.[0] ?? this.#current);
  }
}
