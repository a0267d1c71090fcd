import { Injectable, signal } from '@angular/core';

/** How long one announcement stays before the next may replace it, in milliseconds. */
const HOLD_MS = 900;
/** How long an interruption can be read, in milliseconds: whoever walks through the page later does not find what is over. */
const INTERRUPTION_MS = 5000;

/** Queues what is said to people who listen. Polite words wait their turn; assertive ones interrupt at once. */
@Injectable({ providedIn: 'root' })
export class Announcer {
  readonly #polite = signal('');
  readonly #assertive = signal('');
  readonly #queue: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #interruption: ReturnType<typeof setTimeout> | undefined;

  readonly polite = this.#polite.asReadonly();
  readonly assertive = this.#assertive.asReadonly();

  /** Says `words` when what is being said has been said. */
  say(words: string): void {
    if (this.#queue.at(-1) === words) return;
    this.#queue.push(words);
    if (!this.#timer) this.#next();
  }

  /** Says `words` now: muted, removed, connection lost. Nothing else may interrupt. */
  interrupt(words: string): void {
    this.#assertive.set('');
    queueMicrotask(() => this.#assertive.set(words));
    clearTimeout(this.#interruption);
    this.#interruption = setTimeout(() => this.#assertive.set(''), INTERRUPTION_MS);
  }

  #next(): void {
    const words = this.#queue.shift();
    this.#polite.set(words ?? '');
    this.#timer = words === undefined ? undefined : setTimeout(() => this.#next(), HOLD_MS);
  }
}
