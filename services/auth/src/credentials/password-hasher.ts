import { Injectable } from '@nestjs/common';
import { hash, verify, type Options } from '@node-rs/argon2';
import { Refused } from '@parley/errors';
import PQueue from 'p-queue';

/** argon2id, 19 MiB, two passes (OWASP's first recommendation). */
const OPTIONS: Options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
/** Hashes at once; more would only take the cores from everybody else's requests. */
const AT_ONCE = 2;
/** Waiting hashes after which one is told to come back: at about 30 ms each, 4 s of work. */
const MOST_WAITING = 256;

/** Hashes and checks passwords off the main thread, a bounded number at a time. */
@Injectable()
export class PasswordHasher {
  private readonly queue = new PQueue({ concurrency: AT_ONCE });
  private readonly nobody = this.hash('a password that nobody has');

  /** @throws Refused RATE_LIMITED when too many wait */
  hash(password: string): Promise<string> {
    return this.enqueue(() => hash(password.normalize('NFC'), OPTIONS));
  }

  /** Without a hash (no such account) it takes as long and says no. */
  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    const against = passwordHash ?? (await this.nobody);
    const matches = await this.enqueue(() => verify(against, password.normalize('NFC')));
    return matches && passwordHash !== undefined;
  }

  private async enqueue<T>(work: () => Promise<T>): Promise<T> {
    if (this.queue.size >= MOST_WAITING)
      throw new Refused('RATE_LIMITED', 'Many people are signing in. Try again in a few seconds.', {
        retryAfterMs: 5_000,
      });
    return this.queue.add(work);
  }
}
