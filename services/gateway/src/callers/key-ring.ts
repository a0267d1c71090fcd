import { setTimeout as sleep } from 'node:timers/promises';
import { importJWK, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';

const jwksSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })) });

/** The keys cannot be fetched and the one that is asked for is not known. */
export class KeysUnavailable extends Error {}

/**
 * Auth's public keys, by `kid`: fetched once, again for a `kid` nobody knows (at most once a second), and every minute.
 * While auth is down the keys last seen go on counting.
 */
export class KeyRing {
  private keys = new Map<string, CryptoKey>();
  private jwks: string | undefined;
  private refreshing: Promise<void> | undefined;
  private due: Promise<void> | undefined;
  private askedAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private isReachable = false;

  constructor(
    private readonly url: string,
    private readonly minIntervalMs = 1_000,
  ) {}

  /** Keeps the ring fresh; the first fetch does not hold up the start. */
  start(): void {
    void this.refresh();
    this.timer = setInterval(() => void this.refresh(), 60_000);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** The key set as auth published it last, as JSON; absent until it was reached once. */
  get published(): string | undefined {
    return this.jwks;
  }

  /** The key, or `undefined` when auth knows none of this name. @throws KeysUnavailable */
  async keyOf(kid: string): Promise<CryptoKey | undefined> {
    const known = this.keys.get(kid);
    if (known) return known;
    // Made-up names must not set our pace: while auth answers, a look within the interval is good enough.
    const isTooSoon = performance.now() - this.askedAt < this.minIntervalMs && !this.refreshing;
    if (!isTooSoon || !this.isReachable) await this.refreshWhenDue();
    const fetched = this.keys.get(kid);
    if (!fetched && !this.isReachable) throw new KeysUnavailable();
    return fetched;
  }

  /** Asks again as soon as it may: an auth that is just coming up is worth the wait. */
  private async refreshWhenDue(): Promise<void> {
    const wait = Math.max(0, this.askedAt + this.minIntervalMs - performance.now());
    this.due ??= (this.refreshing ?? sleep(wait).then(() => this.refresh())).finally(() => (this.due = undefined));
    return this.due;
  }

  async refresh(): Promise<void> {
    this.refreshing ??= this.fetchKeys().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async fetchKeys(): Promise<void> {
    this.askedAt = performance.now();
    try {
      const response = await fetch(this.url, { signal: AbortSignal.timeout(3_000) });
      if (!response.ok) throw new Error(`auth answered ${response.status}`);
      const text = await response.text();
      const { keys } = jwksSchema.parse(JSON.parse(text));
      const entries = keys.map(async (jwk) => [jwk.kid, (await importJWK(jwk as JWK, 'EdDSA')) as CryptoKey] as const);
      this.keys = new Map(await Promise.all(entries));
      this.jwks = text;
      this.isReachable = true;
    } catch {
      this.isReachable = false;
    }
  }
}
