import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { fact } from './fact.ts';

/** A message was stored. For push, mail, webhooks and search; a screen learns of it by the live door. */
export const messageSent = fact(
  'evt.chat.message.sent.v1',
  z.object({
    organisationId: idSchema('organisation'),
    conversationId: idSchema('conversation'),
    messageId: idSchema('message'),
    seq: z.number().int(),
    senderId: idSchema('user'),
    sentAt: z.string(),
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
