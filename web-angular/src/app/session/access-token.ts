/** A bearer and the moment, on this machine's own clock, after which it is not to be used any more. */
export interface AccessToken {
  readonly bearer: string;
  /** Milliseconds since the epoch, on this machine's clock. */
  readonly goodUntil: number;
}

/** How much of a token's life is left when the next one is fetched. */
const MARGIN = 0.25;
const SPREAD = 0.1;
/** A token with less left than this is not sent any more, in milliseconds. */
export const LAST_MOMENT_MS = 5000;

/**
 * Reads the life of a token from its own `iat` and `exp`, so that a wrong clock on this machine does not matter. A bearer that
 * is not a JWT falls back to `expiresAt`.
 */
export function received(bearer: string, expiresAt: string, now: number): AccessToken {
  return { bearer, goodUntil: now + (lifetimeOf(bearer) ?? Date.parse(expiresAt) - now) };
}

/**
 * Milliseconds from `now` until the token should be renewed, never negative. Spread over a tenth of its life: the first tab to
 * renew hands the new one to the others before their turn comes.
 *
 * @param random between 0 and 1
 */
export function renewIn(token: AccessToken, now: number, random: number): number {
  return Math.max(0, (token.goodUntil - now) * (1 - MARGIN - SPREAD * random));
}

/** Whether the token may still be sent. */
export function isFresh(token: AccessToken | null, now: number): token is AccessToken {
  return token !== null && token.goodUntil - now > LAST_MOMENT_MS;
}

function lifetimeOf(bearer: string): number | undefined {
  try {
    const payload = bearer.split('.')[1] ?? '';
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as {
      iat?: number;
      exp?: number;
    };
    return claims.iat && claims.exp ? (claims.exp - claims.iat) * 1000 : undefined;
  } catch {
    return undefined;
  }
}
