import type { KnownCaller } from '@parley/identity';

/** Who a bearer proved to be, and until when (seconds since 1970). Without a bearer both are absent: anonymous. */
export interface Visitor {
  readonly user: KnownCaller | undefined;
  readonly expiresAt: number | undefined;
  /** What an access token may; absent for a session, which may everything, and for the anonymous. */
  readonly scopes?: readonly string[] | undefined;
}

export const ANONYMOUS: Visitor = { user: undefined, expiresAt: undefined };

/**
 * Why a bearer was not believed. `unavailable`: it is not known here and auth cannot be asked now; `limited`: too many
 * wrong ones came from this address.
 */
export type BearerProblem = 'expired' | 'forged' | 'revoked' | 'unavailable' | 'limited';

const WORDS: Record<BearerProblem, string> = {
  expired: 'The access token has expired. Refresh the session, or make a new token.',
  revoked: 'The session has ended or the token was revoked. Sign in again, or make a new token.',
  unavailable: 'The access token cannot be checked right now. Try again in a moment.',
  forged: 'The access token is not valid. Sign in again.',
  limited: 'Too many wrong access tokens came from this address. Try again in a minute.',
};

/** A bearer that is not believed. */
export class BadBearer extends Error {
  constructor(readonly problem: BearerProblem) {
    super(WORDS[problem]);
    this.name = 'BadBearer';
  }
}
