import type { ContactType } from './contact.graphql.ts';
import type { Contact } from './contact.ts';

/** A contact as the graph shows it. */
export const viewOf = ({ userId, since }: Contact): ContactType => ({ userId, user: { id: userId }, since });
