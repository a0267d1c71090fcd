/** Wrong tokens an address may show within `WITHIN_MS` before it has to wait. */
const MOST = 20;
/** Milliseconds. */
const WITHIN_MS = 60_000;
const CAPACITY = 10_000;

/** Counts the wrong tokens of each address, so that guessing is slow (G11). Per process, in memory. */
export class WrongTries {
  private readonly tries = new Map<string, { count: number; until: number }>();

  /** Whether this address may show one that is not known. `now`: milliseconds since 1970. */
  mayTry(address: string, now = Date.now()): boolean {
    const tried = this.tries.get(address);
    return !tried || tried.until <= now || tried.count < MOST;
  }

  /** It was wrong. */
  note(address: string, now = Date.now()): void {
    const tried = this.tries.get(address);
    if (tried && tried.until > now) return void tried.count++;
    this.tries.delete(address);
    this.tries.set(address, { count: 1, until: now + WITHIN_MS });
    if (this.tries.size > CAPACITY) this.tries.delete(this.tries.keys().next().value as string);
  }
}
