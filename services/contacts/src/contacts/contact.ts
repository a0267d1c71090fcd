import type { UserId } from '@parley/contracts';

/** Somebody a person knows. */
export interface Contact {
  readonly userId: UserId;
  readonly since: Date;
}

/** A contact and where they stand in the list of contacts. */
export interface ListedContact extends Contact {
  readonly foldedName: string;
}

/** A place in a list of contacts. */
export type ContactKey = [foldedName: string, userId: string];

/** What the parts of a cursor of such a list look like. */
export const CONTACT_KEY_SHAPE = [/^[^\n\0]{0,400}$/, /^[0-9a-f]{32}$/];

/** How one person stands to another. */
export const CONTACT_STATES = ['NONE', 'REQUESTED', 'REQUEST_RECEIVED', 'CONTACT', 'BLOCKED', 'SELF'] as const;
export type ContactState = (typeof CONTACT_STATES)[number];
