import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { fact } from './fact.ts';

export const CALL_KINDS = ['AUDIO', 'VIDEO'] as const;
/** Whether the camera is on at first. */
export type CallKind = (typeof CALL_KINDS)[number];

export const CALL_STATES = ['RINGING', 'ACTIVE', 'DECLINED', 'MISSED', 'BUSY', 'ENDED'] as const;
/** Where a call stands, or somebody to it; all but the first two are ends. */
export type CallState = (typeof CALL_STATES)[number];

const callSchema = z.object({
  callId: idSchema('call'),
  kind: z.enum(CALL_KINDS),
  caller: z.object({ userId: idSchema('user'), displayName: z.string(), avatarUrl: z.string().nullable() }),
  /** More than one person was called. */
  isGroup: z.boolean(),
  meetingCode: z.string(),
  meetingUrl: z.string(),
  /** The conversation it was made from, as the caller says: whoever keeps conversations looks whether it is one of theirs. */
  conversationId: idSchema('conversation').nullable(),
  startedAt: z.string(),
});
/** A call as others' screens show it. */
export type CallSnapshot = z.infer<typeof callSchema>;

/** Devices of these people ring, until `expiresAt` at the latest. Nobody who has blocked the caller is among them. */
export const callRinging = fact(
  'evt.media.call.ringing.v1',
  z.object({
    organisationId: idSchema('organisation'),
    call: callSchema,
    userIds: z.array(idSchema('user')),
    expiresAt: z.string(),
  }),
);

/** What stands in a conversation of the caller and these people about a call. */
const callLineSchema = z.object({
  kind: z.enum(['CALL_MISSED', 'CALL_DECLINED', 'CALL_ENDED']),
  userIds: z.array(idSchema('user')),
  /** From the first answer to the end; only of those that were answered. */
  durationSeconds: z.number().int().nullable(),
});
export type CallLine = z.infer<typeof callLineSchema>;

/** A call stands elsewhere for these people: whoever rings stops. `lines`: what is said of it in conversations. */
export const callSettled = fact(
  'evt.media.call.settled.v1',
  z.object({
    organisationId: idSchema('organisation'),
    call: callSchema,
    told: z.array(z.object({ userId: idSchema('user'), state: z.enum(CALL_STATES) })),
    lines: z.array(callLineSchema),
    at: z.string(),
  }),
);
