import { Account } from '../../harness/account.ts';
import type { Stack } from '../../harness/stack.ts';

/** Access tokens live five minutes; a new one is fetched well before, since auth may be away just then. */
const RENEW_AFTER_MS = 150_000;
const TRY_AGAIN_AFTER_MS = 5_000;

/** Somebody who stays signed in for as long as a run takes. */
export class Session {
  private renewAt = Date.now() + RENEW_AFTER_MS;

  private constructor(private account: Account) {}

  static async open(to: Stack, name: string): Promise<Session> {
    return new Session(await Account.signUp(to, name));
  }

  /** The same person on another device: a session of its own. */
  async elsewhere(): Promise<Session> {
    return new Session(await this.account.again());
  }

  /** The account with a token that is good for a while, renewed behind the scenes: nobody waits for auth. */
  get now(): Account {
    if (Date.now() > this.renewAt) void this.renew();
    return this.account;
  }

  /** Fetches a new token; without one the old is kept. */
  async renew(): Promise<void> {
    this.renewAt = Date.now() + TRY_AGAIN_AFTER_MS;
    try {
      this.account = await this.account.again();
      this.renewAt = Date.now() + RENEW_AFTER_MS;
    } catch {
      // Auth is being tormented: it is asked again in a few seconds.
    }
  }
}
