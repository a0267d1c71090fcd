import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { fact } from './fact.ts';

/** A person as other services may know them. `revision` rises with every change: a lower one is stale and is dropped. */
export const userSnapshotSchema = z.object({
  userId: idSchema('user'),
  organisationId: idSchema('organisation'),
  displayName: z.string(),
  email: z.string(),
  avatarUrl: z.string().nullable(),
  title: z.string().nullable(),
  revision: z.number().int(),
  /** Whether they have shown that this address is theirs; auths of older releases say nothing of it. */
  isEmailConfirmed: z.boolean().optional(),
});
export type UserSnapshot = z.infer<typeof userSnapshotSchema>;

/** Somebody signed up. */
export const userRegistered = fact('evt.auth.user.registered.v1', userSnapshotSchema);
/** Somebody changed their profile. */
export const userUpdated = fact('evt.auth.user.updated.v1', userSnapshotSchema);
/**
 * Somebody asks to be sent the link that shows that their address is theirs. The token is good for them alone, signed in,
 * once, for a day.
 */
export const emailConfirmationAsked = fact(
  'evt.auth.email.confirmation.asked.v1',
  z.object({
    organisationId: idSchema('organisation'),
    userId: idSchema('user'),
    email: z.string(),
    token: z.string(),
  }),
);
/** A session ended (signed out, reuse of a refresh token, password reset). Tokens of it are dead from now on. */
export const sessionRevoked = fact(
  'evt.auth.session.revoked.v1',
  z.object({
    organisationId: idSchema('organisation'),
    userId: idSchema('user'),
    sessionId: idSchema('session'),
    reason: z.enum(['SIGNED_OUT', 'TOKEN_REUSED', 'PASSWORD_RESET', 'REVOKED']),
  }),
);
