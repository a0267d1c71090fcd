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
