import { z } from 'zod';
import { ERROR_CODES } from './error-code.ts';
import { userSnapshotSchema } from './facts/auth.ts';
import { meetingSessionSchema, sessionPersonSchema } from './facts/meeting-session.ts';
import { idSchema } from './ids.ts';

/** A request between processes: subject and the schemas of question and answer. */
export interface Request<Q extends z.ZodType = z.ZodType, A extends z.ZodType = z.ZodType> {
  /** `req.<service>.<noun>.<verb>.v<n>` */
  readonly subject: string;
  readonly question: Q;
  readonly answer: A;
}

/** Declares a request once, for both ends. */
export function request<Q extends z.ZodType, A extends z.ZodType>(
  subject: string,
  question: Q,
  answer: A,
): Request<Q, A> {
  return { subject, question, answer };
}

/** Why something was refused, in words for a person and a code for a program. */
export const refusalSchema = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  retryAfterMs: z.number().int().optional(),
  /** With FORBIDDEN: the scopes that the caller's token lacks. */
  requiredScopes: z.array(z.string()).optional(),
});
export type Refusal = z.infer<typeof refusalSchema>;

/** A service that misses a person in its projection asks the owner once. Unknown ids are left out of the answer. */
export const readUsers = request(
  'req.auth.user.read.v1',
  z.object({ organisationId: idSchema('organisation'), userIds: z.array(idSchema('user')).min(1).max(200) }),
  z.object({ users: z.array(userSnapshotSchema) }),
);

/** Presence asks which people are contacts of this one when its projection has none. */
export const readContacts = request(
  'req.contacts.contact.read.v1',
  z.object({ organisationId: idSchema('organisation'), userId: idSchema('user') }),
  z.object({ userIds: z.array(idSchema('user')) }),
);

/**
 * How this person and others block each other, for whoever has heard no fact of a pair yet. `by`: those of the others who
 * block this person; `whom`: those whom this person blocks.
 */
export const readBlocks = request(
  'req.contacts.block.read.v1',
  z.object({
    organisationId: idSchema('organisation'),
    userId: idSchema('user'),
    otherUserIds: z.array(idSchema('user')).min(1).max(200),
  }),
  z.object({ by: z.array(idSchema('user')), whom: z.array(idSchema('user')) }),
);

/** One signed-in socket of a gateway instance: a device that is online. */
export const deviceSchema = z.object({
  connectionId: z.string().min(1).max(64),
  organisationId: idSchema('organisation'),
  userId: idSchema('user'),
  sessionId: idSchema('session'),
  /** Nobody has touched it for a while; gateways of older releases say nothing of it. */
  isIdle: z.boolean().default(false),
});
export type Device = z.infer<typeof deviceSchema>;

/**
 * The lease of a gateway instance (G5): sent every 2 s, with the sockets that opened, closed or still answer
 * since the last one. `all` replaces everything known of the instance: the first beat carries it, and every beat
 * after an answer that asks for it. `endedSessions` marks closes that need no damping (sign-out).
 */
export const beatDevices = request(
  'req.presence.device.beat.v1',
  z.object({
    instanceId: z.string().min(1).max(64),
    beat: z.number().int().nonnegative(),
    all: z.array(deviceSchema).optional(),
    opened: z.array(deviceSchema),
    closed: z.array(z.object({ connectionId: z.string(), signedOut: z.boolean() })),
    alive: z.array(z.string()),
    /** Sockets that were open before and of which this changed. */
    idled: z.array(z.object({ connectionId: z.string(), isIdle: z.boolean() })).default([]),
    leaving: z.boolean().optional(),
  }),
  z.object({ wantsAll: z.boolean() }),
);

/** Who is kept out of a LiveKit room: one identity, or everybody (null) because the meeting is over. */
export const removalSchema = z.object({
  /** LiveKit's name of the room. */
  room: z.string().min(1).max(100),
  identity: idSchema('participant').nullable(),
  /** ISO time from which no token for it can be valid any more. */
  until: z.iso.datetime(),
});
export type Removal = z.infer<typeof removalSchema>;

/**
 * The gate asks the media-gateway whom it must not let in, at its start and every 30 s (G6, G8). In pages: `after` is
 * the `next` of the page before, absent for the first; `next` is null on the last.
 */
export const readRemovals = request(
  'req.media.removals.v1',
  z.object({ after: z.string().max(200).optional() }),
  z.object({ removals: z.array(removalSchema), next: z.string().nullable() }),
);

/**
 * Chat asks once about somebody whom it does not know in a meeting's conversation. `found` is null when there is no such
 * session, and for whoever is none of it, was put out, or is a guest whose token opens nothing any more.
 */
export const readSessionPerson = request(
  'req.media.session.person.read.v1',
  z.object({
    conversationId: idSchema('conversation'),
    userId: idSchema('user').nullable(),
    guestTokenHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
  }),
  z.object({ found: z.object({ session: meetingSessionSchema, person: sessionPersonSchema }).nullable() }),
);
