import type { KnownCaller } from '@parley/identity';

/** Who a bearer proved to be, and until when (seconds since 1970). Without a bearer both are absent: anonymous. */
export interface Visitor {
  readonly user: KnownCaller | undefined;
  readonly expiresAt: number | undefined;
}

export const ANONYMOUS: Visitor = { user: undefined, expiresAt: undefined };

/** Why a bearer was not believed. `unavailable`: its key is not known and auth cannot be asked now. */
export type BearerProblem = 'expired' | 'forged' | 'revoked' | 'unavailable';

/** A bearer that is not believed. */
export class BadBearer extends Error {
  constructor(readonly problem: BearerProblem) {
    super(
      problem === 'expired'
        ? 'The access token has expired. Refresh the session.'
        : problem === 'revoked'
          ? 'The session has ended. Sign in again.'
          : problem === 'unavailable'
            ? 'The access token cannot be checked right now. Try again in a moment.'
            : 'The access token is not valid. Sign in again.',
    );
    this.name = 'BadBearer';
  }
}
