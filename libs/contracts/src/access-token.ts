import { z } from 'zod';
import { roleSchema } from './claim.ts';
import { idSchema } from './ids.ts';
import { request } from './request.ts';

/** Numbers of personal access tokens. */
export const ACCESS_TOKEN_LIMITS = {
  /** Live ones a person may have. */
  most: 50,
  /** Days until one must have expired. */
  longestDays: 366,
  /** Characters of a name. */
  nameCharacters: 64,
} as const;

/** `pat_`, 32 random bytes and the first four of their SHA-256, both in base64url. */
export const ACCESS_TOKEN_SHAPE = /^pat_([\w-]{43})([\w-]{6})$/;

/**
 * Who is behind a personal access token. The gateway knows the token, auth only its hash: what travels is SHA-256 in hex.
 * `sessionId` is what claims and revocations call the token: a session of its own, with the token's UUID.
 */
export const verifyAccessToken = request(
  'req.auth.token.verify.v1',
  z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.discriminatedUnion('state', [
    z.object({
      state: z.literal('LIVE'),
      organisationId: idSchema('organisation'),
      userId: idSchema('user'),
      sessionId: idSchema('session'),
      role: roleSchema,
      scopes: z.array(z.string()),
      /** Seconds since 1970. */
      expiresAt: z.number(),
    }),
    z.object({ state: z.enum(['EXPIRED', 'REVOKED', 'UNKNOWN']) }),
  ]),
);
