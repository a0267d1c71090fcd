import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { fact } from './fact.ts';

/** What somebody may do in a meeting, widest first. */
export const meetingRoleSchema = z.enum(['HOST', 'CO_HOST', 'PRESENTER', 'VIEWER']);
export type MeetingRole = z.infer<typeof meetingRoleSchema>;

/**
 * A session of a meeting as it stands: from the first joining until it has been empty for five minutes, or its end. The
 * media-gateway names the conversation in which chat keeps what is said in it.
 */
export const meetingSessionSchema = z.object({
  organisationId: idSchema('organisation'),
  sessionId: idSchema('meetingSession'),
  meetingId: idSchema('meeting'),
  conversationId: idSchema('conversation'),
  hostUserId: idSchema('user'),
  title: z.string(),
  /** Address of the page that tells of the meeting. */
  recordUrl: z.string(),
  /** ISO times; `startedAt` is null while the first person is on the way in. */
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  presentersMayChat: z.boolean(),
});
export type MeetingSessionSnapshot = z.infer<typeof meetingSessionSchema>;

/** Somebody in a session: with an account, or a guest by the hash of their token. */
export const sessionPersonSchema = z.object({
  userId: idSchema('user').nullable(),
  /** SHA-256 of the guest token, in hex. */
  guestTokenHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  displayName: z.string(),
  avatarUrl: z.string().nullable(),
  /** Somebody of another organisation. */
  isVisitor: z.boolean(),
  role: meetingRoleSchema,
  /** ISO time at which a guest's token ends by itself; null for accounts. */
  until: z.string().nullable(),
});
export type SessionPerson = z.infer<typeof sessionPersonSchema>;

/** A session's title or permissions have changed, or it has ended. */
export const sessionChanged = fact('evt.media.session.changed.v1', z.object({ session: meetingSessionSchema }));

/** Somebody came into a session, is something else in it, or was put out of the meeting. */
export const sessionPersonChanged = fact(
  'evt.media.session.person.changed.v1',
  z.object({
    session: meetingSessionSchema,
    person: sessionPersonSchema,
    change: z.enum(['JOINED', 'ROLE_CHANGED', 'REMOVED']),
  }),
);
