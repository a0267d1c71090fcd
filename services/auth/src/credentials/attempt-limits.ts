import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@parley/errors';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { CONFIG } from '../config.token.ts';
import type { AuthConfig } from '../config.ts';

/** Wrong passwords for one account: ten, then one every 90 s. */
const PER_ACCOUNT = { points: 10, duration: 900 };
/** Tries from one address in 15 minutes. A company behind one address signs in every morning. */
const PER_ADDRESS = { points: 300, duration: 900 };
const NEW_PER_ADDRESS = { points: 30, duration: 3_600 };
/** Links that confirm an address, for one person. */
const CONFIRMATIONS = { points: 5, duration: 3_600 };
/** The demo profile lets tests and curious newcomers through. */
const DEMO_POINTS = 10_000;

/** Slows down guessing, per account and per address (G11). Counted per instance, in memory. */
@Injectable()
export class AttemptLimits {
  private readonly account = new RateLimiterMemory(PER_ACCOUNT);
  private readonly address: RateLimiterMemory;
  private readonly newcomers: RateLimiterMemory;
  private readonly confirmations = new RateLimiterMemory(CONFIRMATIONS);

  constructor(@Inject(CONFIG) config: AuthConfig) {
    const wide = (limits: { points: number; duration: number }) =>
      config.DEMO ? { ...limits, points: DEMO_POINTS } : limits;
    this.address = new RateLimiterMemory(wide(PER_ADDRESS));
    this.newcomers = new RateLimiterMemory(wide(NEW_PER_ADDRESS));
  }

  /** @throws Refused RATE_LIMITED, before anything was looked up */
  async beforeSignIn(email: string, ip: string | undefined): Promise<void> {
    if (ip) await take(this.address, ip);
    await take(this.account, email);
  }

  /** The right password clears the account's count. */
  async afterSignIn(email: string): Promise<void> {
    await this.account.delete(email);
  }

  /** @throws Refused RATE_LIMITED */
  async beforeConfirmation(userId: string): Promise<void> {
    await take(this.confirmations, userId);
  }

  /** @throws Refused RATE_LIMITED */
  async beforeSignUp(ip: string | undefined): Promise<void> {
    if (ip) await take(this.newcomers, ip);
  }
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    const retryAfterMs = (error as RateLimiterRes).msBeforeNext;
    throw new Refused('RATE_LIMITED', `Too many tries. Try again in ${Math.ceil(retryAfterMs / 1000)} seconds.`, {
      retryAfterMs,
    });
  }
}
