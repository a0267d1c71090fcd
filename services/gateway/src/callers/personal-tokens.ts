import { createHash } from 'node:crypto';
import { ACCESS_TOKEN_SHAPE, type verifyAccessToken } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import type { z } from 'zod';
import type { RevokedSessions } from './revoked-sessions.ts';
import { BadBearer, type Visitor } from './visitor.ts';
import { WrongTries } from './wrong-tries.ts';

/** Milliseconds that auth's word is good for; also how closely the last use of a token is known. */
const FRESH_MS = 30_000;
/** Milliseconds that it stands while auth does not answer: as long as a session's access token would. */
const STALE_MS = 300_000;
const CAPACITY = 10_000;

type Answer = z.output<typeof verifyAccessToken.answer>;
/** Asks auth about a token, by SHA-256 in hex: the token itself does not travel. @throws when it does not answer */
export type AskAuth = (hash: string) => Promise<Answer>;

interface Known {
  readonly visitor: Visitor & { readonly user: KnownCaller; readonly expiresAt: number };
  readonly at: number;
}

/** Turns a personal access token (`pat_…`) into a visitor with its scopes: known to auth, not expired, not revoked. */
export class PersonalTokens {
  private readonly known = new Map<string, Known>();
  private readonly asking = new Map<string, Promise<Known>>();
  private readonly wrong = new WrongTries();

  constructor(
    private readonly ask: AskAuth,
    private readonly revoked: Pick<RevokedSessions, 'has'>,
  ) {}

  /** `address`: who shows it, for the count of wrong ones. @throws BadBearer */
  async visitorOf(token: string, address: string, now = Date.now()): Promise<Visitor> {
    const hash = createHash('sha256').update(token).digest('hex');
    const { visitor } = await this.lookUp(token, hash, address, now);
    if (this.revoked.has(visitor.user.sessionId)) throw new BadBearer('revoked');
    if (visitor.expiresAt * 1000 <= now) throw new BadBearer('expired');
    return visitor;
  }

  private async lookUp(token: string, hash: string, address: string, now: number): Promise<Known> {
    const known = this.known.get(hash);
    if (known && now - known.at < FRESH_MS) return known;
    if (!known && !this.wrong.mayTry(address, now)) throw new BadBearer('limited');
    if (!isWhole(token)) throw this.isWrong('forged', address, now);
    try {
      let asked = this.asking.get(hash);
      if (!asked) {
        asked = this.learn(hash, now).finally(() => this.asking.delete(hash));
        this.asking.set(hash, asked);
      }
      return await asked;
    } catch (error) {
      if (error instanceof BadBearer) throw this.isWrong(error.problem, address, now);
      if (known && now - known.at < STALE_MS) return known;
      throw new BadBearer('unavailable');
    }
  }

  private async learn(hash: string, now: number): Promise<Known> {
    const answer = await this.ask(hash);
    this.known.delete(hash);
    if (answer.state !== 'LIVE') throw new BadBearer(PROBLEMS[answer.state]);
    const { userId, organisationId, sessionId, role, scopes, expiresAt } = answer;
    const known = { visitor: { user: { userId, organisationId, sessionId, role }, scopes, expiresAt }, at: now };
    this.known.set(hash, known);
    if (this.known.size > CAPACITY) this.known.delete(this.known.keys().next().value as string);
    return known;
  }

  private isWrong(problem: BadBearer['problem'], address: string, now: number): BadBearer {
    this.wrong.note(address, now);
    return new BadBearer(problem);
  }
}

const PROBLEMS = { EXPIRED: 'expired', REVOKED: 'revoked', UNKNOWN: 'forged' } as const;

/** A token says by its last characters whether it was copied whole; one that was not is no question for auth. */
function isWhole(token: string): boolean {
  const [, secret = '', check] = ACCESS_TOKEN_SHAPE.exec(token) ?? [];
  if (secret === '') return false;
  return createHash('sha256').update(secret).digest('base64url').slice(0, 6) === check;
}
