import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { fact } from './fact.ts';

const person = z.object({ userId: idSchema('user'), displayName: z.string(), avatarUrl: z.string().nullable() });

/** Somebody asked somebody to be their contact. */
export const contactRequestSent = fact(
  'evt.contacts.request.sent.v1',
  z.object({
    organisationId: idSchema('organisation'),
    requestId: idSchema('contactRequest'),
    from: person,
    to: person,
    sentAt: z.string(),
  }),
);
/** Two people became contacts: `a` accepted what `b` had asked, or both had asked. */
export const contactAdded = fact(
  'evt.contacts.contact.added.v1',
  z.object({ organisationId: idSchema('organisation'), a: person, b: person, addedAt: z.string() }),
);
/** Two people are contacts no more. */
export const contactRemoved = fact(
  'evt.contacts.contact.removed.v1',
  z.object({ organisationId: idSchema('organisation'), userId: idSchema('user'), otherUserId: idSchema('user') }),
);

/** A sender took back a contact request that nobody had answered. */
export const contactRequestWithdrawn = fact(
  'evt.contacts.request.withdrawn.v1',
  z.object({
    organisationId: idSchema('organisation'),
    requestId: idSchema('contactRequest'),
    fromUserId: idSchema('user'),
    toUserId: idSchema('user'),
    /** False for a request that the other never saw: nobody is to be told that it is gone. */
    wasSeen: z.boolean(),
  }),
);

const block = z.object({
  organisationId: idSchema('organisation'),
  /** Who blocks. */
  userId: idSchema('user'),
  /** Who is blocked. They are not to learn of it. */
  blockedUserId: idSchema('user'),
});
/** Somebody blocked somebody. When they were contacts, `contactRemoved` was told before. */
export const userBlocked = fact('evt.contacts.user.blocked.v1', block);
/** Somebody blocks somebody no longer. It makes no contacts of them. */
export const userUnblocked = fact('evt.contacts.user.unblocked.v1', block);
