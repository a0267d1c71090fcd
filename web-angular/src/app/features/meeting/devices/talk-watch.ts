import { VOICE } from '../loudness';

/** Between two looks, in milliseconds. */
export const LOOK_MS = 100;
/** Of this many looks (1.5 s) … */
const WINDOW = 15;
/** … this many must have been loud: a sentence is, a cough and a door are not. */
const LOUD = 8;
/** Before it is said again, in milliseconds. */
export const QUIET_MS = 30_000;

/** Tells when somebody who is muted talks: once, and not again for half a minute. */
export class TalkWatch {
  #looks: boolean[] = [];
  #saidAt: number | undefined;

  /**
   * Takes one look.
   *
   * @param loudness 0 to 1, as `loudness` gives it
   * @param now milliseconds, on any clock that only goes on
   * @returns whether to say it now
   */
  look(loudness: number, now: number): boolean {
    this.#looks = [...this.#looks.slice(1 - WINDOW), loudness >= VOICE];
    if (this.#looks.filter(Boolean).length < LOUD) return false;
    if (this.#saidAt !== undefined && now - this.#saidAt < QUIET_MS) return false;
    this.#saidAt = now;
    return true;
  }

  /** Forgets what was heard, not when it was said. */
  forget(): void {
    this.#looks = [];
  }
}
