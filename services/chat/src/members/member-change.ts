import type { CompleteObject } from '@parley/contracts';
import type { Author } from '../messages/message.ts';

/** What changes who a conversation holds or what it is called, as it stands in the log. */
export type MemberChange =
  | { kind: 'MEMBER_ADDED'; member: Author; by: Author }
  /** `by` is the member themselves when they left. In a meeting's conversation it is not known. */
  | { kind: 'MEMBER_REMOVED'; member: Author; by?: Author }
  | { kind: 'TITLE_CHANGED'; title: string | null; by: Author };

const TYPES = { MEMBER_ADDED: 'MemberAdded', MEMBER_REMOVED: 'MemberRemoved', TITLE_CHANGED: 'TitleChanged' } as const;

const author = (one: Author) => ({ __typename: 'MessageAuthor', ...one });

/** The change as the graph's types say it, complete but for its cursor. `at`: RFC 3339. */
export function memberChangeEvent(seq: number, at: string, change: MemberChange): CompleteObject {
  const by = change.by ? author(change.by) : null;
  const what = change.kind === 'TITLE_CHANGED' ? { title: change.title } : { member: author(change.member) };
  return { __typename: TYPES[change.kind], seq, at, by, ...what };
}
