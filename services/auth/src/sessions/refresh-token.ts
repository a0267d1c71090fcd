import { idFrom, uuidOf, type OrganisationId, type SessionId } from '@parley/contracts';
import { createHash, randomBytes } from 'node:crypto';

/** Days an unused refresh token lives. Every refresh issues a new one. */
export const REFRESH_TOKEN_DAYS = 30;
/** Seconds in which a used token may replace its unused successor: the laptop slept before the answer (G10). */
export const GRACE_SECONDS = 60;

const SHAPE = /^([0-9a-f]{32})\.([0-9a-f]{32})\.([A-Za-z0-9_-]{43})$/;

/** What the refresh cookie holds: organisation and session (to find the row), and 32 random bytes. */
export interface RefreshToken {
  organisationId: OrganisationId;
  sessionId: SessionId;
  text: string;
  /** SHA-256 of the text; the only thing stored. */
  hash: Buffer;
}

export function newRefreshToken(organisationId: OrganisationId, sessionId: SessionId): RefreshToken {
  const text = `${uuidOf(organisationId)}.${uuidOf(sessionId)}.${randomBytes(32).toString('base64url')}`;
  return { organisationId, sessionId, text, hash: hashOf(text) };
}

/** Undefined when the text cannot be one of our tokens. */
export function readRefreshToken(text: string): RefreshToken | undefined {
  const [, organisation, session] = SHAPE.exec(text) ?? [];
  if (organisation === undefined || session === undefined) return undefined;
  return {
    organisationId: idFrom('organisation', organisation),
    sessionId: idFrom('session', session),
    text,
    hash: hashOf(text),
  };
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
