import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { Attendee } from '../attendees';

/** How long somebody off the page speaks before they are brought on, in milliseconds. */
export const SWAP_AFTER_MS = 2000;
/** How long they stay at least, in milliseconds. */
export const STAY_MS = 10_000;

interface Spoken {
  readonly since: number;
}

/**
 * The order of the grid: of joining, me last. A speaker who is off the page takes the place of the one on it who has been
 * silent longest; nobody is moved while focus is in the grid.
 */
@Injectable()
export class SpeakerOrder {
  readonly #tick = signal(0);
  readonly #speaking = new Map<string, Spoken>();
  readonly #lastSpoke = new Map<string, number>();
  readonly #brought = new Map<string, { readonly instead: string; readonly until: number }>();
  #isHeld = false;

  constructor() {
    const timer = setInterval(() => this.#speaking.size > 0 && this.#tick.update((tick) => tick + 1), 500);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** Keeps everybody where they are while somebody works in the grid by keys. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
  }

  /**
   * The order to show now. Reads a signal that ticks while somebody speaks.
   *
   * @param ahead how many other tiles stand before the people
   */
  arrange(
    attendees: readonly Attendee[],
    capacity: number,
    page: number,
    now = Date.now(),
    ahead = 0,
  ): readonly Attendee[] {
    this.#tick();
    if (attendees.length + ahead <= capacity) return attendees;
    this.#note(attendees, now);
    for (const [identity, { until }] of this.#brought) {
      const isGone = !attendees.some((one) => one.identity === identity);
      if (isGone || (!this.#isHeld && until < now && !this.#speaking.has(identity))) this.#brought.delete(identity);
    }
    if (!this.#isHeld) this.#bring(attendees, [page * capacity - ahead, (page + 1) * capacity - ahead], now);
    return this.#swapped(attendees);
  }

  #note(attendees: readonly Attendee[], now: number): void {
    for (const { identity, isSpeaking, isLocal } of attendees) {
      // Nobody needs to see themselves speak.
      if (isLocal) continue;
      if (!isSpeaking) this.#speaking.delete(identity);
      else if (!this.#speaking.has(identity)) this.#speaking.set(identity, { since: now });
      if (isSpeaking) this.#lastSpoke.set(identity, now);
    }
  }

  #bring(attendees: readonly Attendee[], [first, end]: readonly [number, number], now: number): void {
    const order = this.#swapped(attendees);
    const isOnPage = (identity: string): boolean => {
      const index = order.findIndex((one) => one.identity === identity);
      return index >= first && index < end;
    };
    for (const [identity, { since }] of this.#speaking) {
      if (isOnPage(identity)) {
        const place = this.#brought.get(identity);
        if (place) this.#brought.set(identity, { ...place, until: now + STAY_MS });
        continue;
      }
      if (now - since < SWAP_AFTER_MS) continue;
      const quietest = order
        .filter((one) => isOnPage(one.identity) && !one.isLocal && !one.isSpeaking && !this.#brought.has(one.identity))
        .sort((a, b) => (this.#lastSpoke.get(a.identity) ?? -1) - (this.#lastSpoke.get(b.identity) ?? -1))[0];
      if (quietest) this.#brought.set(identity, { instead: quietest.identity, until: now + STAY_MS });
    }
  }

  #swapped(attendees: readonly Attendee[]): readonly Attendee[] {
    const order = [...attendees];
    for (const [identity, { instead }] of this.#brought) {
      const from = order.findIndex((one) => one.identity === identity);
      const to = order.findIndex((one) => one.identity === instead);
      const [a, b] = [order[from], order[to]];
      if (a && b) [order[from], order[to]] = [b, a];
    }
    return order;
  }
}
