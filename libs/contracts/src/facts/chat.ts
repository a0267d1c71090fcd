import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { fact } from './fact.ts';

/**
 * Messages were stored, in one transaction and in this order. For push, mail, webhooks and search; a screen learns of them by the live
 * door. One fact for all, so that what a message sets off is done together too: under load that is most of what a message costs.
 */
export const messagesSent = fact(
  'evt.chat.messages.sent.v1',
  z.object({
    organisationId: idSchema('organisation'),
    messages: z
      .array(
        z.object({
          conversationId: idSchema('conversation'),
          messageId: idSchema('message'),
          seq: z.number().int(),
          /** Null for guests of a meeting, and for what Parley itself says. */
          senderId: idSchema('user').nullable(),
          sentAt: z.string(),
        }),
      )
      .min(1),
  }),
);
/** A conversation came to be. */
export const conversationStarted = fact(
  'evt.chat.conversation.started.v1',
  z.object({
    organisationId: idSchema('organisation'),
    conversationId: idSchema('conversation'),
    memberIds: z.array(idSchema('user')),
  }),
);

/** What somebody has not seen: never the words themselves, which may be deleted meanwhile. */
const missedSchema = z.object({
  kind: z.enum(['MENTION', 'CALL_MISSED']),
  /** Who wrote or called. */
  from: z.string(),
  /** Of the group or the meeting. */
  title: z.string().nullable(),
  conversationId: idSchema('conversation'),
});
export type Missed = z.infer<typeof missedSchema>;

/** Somebody has missed this for a while, and wants to be told by mail. Whoever sends mails looks whether they have a confirmed address. */
export const missedGathered = fact(
  'evt.chat.missed.gathered.v1',
  z.object({
    organisationId: idSchema('organisation'),
    userId: idSchema('user'),
    /** Oldest first; of very many the first. */
    missed: z.array(missedSchema).min(1),
    /** How many there are, those left out included. */
    count: z.number().int(),
    /** Path at this origin that ends these mails without signing in, by POST. */
    stopPath: z.string(),
  }),
);
