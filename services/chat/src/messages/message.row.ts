import { idFrom } from '@parley/contracts';
import type { AttachmentLinks } from '../attachments/attachment-links.ts';
import { attachmentColumns, attachmentOf, type AttachmentRow } from '../attachments/attachment.row.ts';
import { PREVIEW, type PreviewRow } from '../previews/preview.row.ts';
import { EXCERPT, type Author, type Message } from './message.ts';
import { noticeFrom, type StoredNotice } from './notice.ts';

type Kind = 'USER' | 'GUEST' | 'SYSTEM';

/** Somebody as a row of a message knows them. */
interface PersonRow {
  id: string;
  name: string;
  avatar: string | null;
  isGuest: boolean;
}

/** A message as it was just stored: nothing has become of it. */
export interface StoredRow {
  organisation_id: string;
  id: string;
  conversation_id: string;
  seq: string;
  body: string;
  sender_id: string;
  sender_name: string;
  sender_avatar_url: string | null;
  sender_kind: Kind;
  notice: StoredNotice | null;
  sent_at: Date;
}

/** A message with all that has become of it. */
export interface MessageRow extends StoredRow {
  edited_at: Date | null;
  deleted_at: Date | null;
  reply_to: { id: string; sender: PersonRow & { kind: Kind }; excerpt: string | null; isDeleted: boolean } | null;
  reactions: { emoji: string; count: number; users: PersonRow[] }[] | null;
  mentions: PersonRow[] | null;
  attachments: AttachmentRow[] | null;
  preview: PreviewRow | null;
}

/** Whether `$2` of `$1` may read what stands in a conversation at a seq: what was said while they were in. */
export const readable = (conversation: string, seq: string): string =>
  `EXISTS (SELECT FROM conversation_member r WHERE r.organisation_id = $1 AND r.conversation_id = ${conversation} AND r.user_id = $2
    AND ${seq} > r.joined_seq AND (r.left_seq IS NULL OR ${seq} <= r.left_seq))`;

/** Message `n` of `$1` with the id that is `wanted`. Behind a LIMIT, which nothing is moved over: see `messagesById`. */
const WANTED = `LATERAL (SELECT * FROM message n WHERE n.organisation_id = $1 AND n.id = wanted.id LIMIT 1`;

/**
 * `m`: the messages of `$1` with these ids, in their order, each found by its own. A join would be plainer; but as long as Postgres has not
 * counted its tables it takes any way into them for a short one, and reads whole conversations.
 * @param ids of uuid[]
 * @param lock how their rows are held until COMMIT, if they are
 */
export const messagesById = (ids: string, lock: '' | 'FOR SHARE' = ''): string =>
  `unnest(${ids}::uuid[]) AS wanted (id) CROSS JOIN ${WANTED} ${lock}) m`;

/**
 * The same of those alone that `$2` may read. What is not there is compared with what they may read just like what is, so that both take as
 * long; `coalesce` keeps Postgres from leaving that out.
 */
export const readableById = (ids: string): string =>
  `unnest(${ids}::uuid[]) AS wanted (id) LEFT JOIN ${WANTED}) m ON true
   WHERE ${readable('coalesce(m.conversation_id, wanted.id)', 'coalesce(m.seq, 0)')}`;

/** Columns of `message m` that are known as soon as it is stored. */
export const STORED =
  'm.organisation_id, m.id, m.conversation_id, m.seq, m.body, m.sender_id, m.sender_name, m.sender_avatar_url, m.sender_kind, m.notice, m.sent_at';

/** Of those who reacted alike, this many are named. */
const NAMED = 50;

const person = (of: string) =>
  `jsonb_build_object('id', ${of}.member_id, 'name', ${of}.display_name, 'avatar', ${of}.avatar_url, 'isGuest', ${of}.is_guest)`;
const ofMessage = (of: string) =>
  `${of}.organisation_id = m.organisation_id AND ${of}.conversation_id = m.conversation_id AND ${of}.message_seq = m.seq`;

/** What message `q` says; without words, what its first file is called. */
const SAID = `coalesce(nullif(q.body, ''), (SELECT a.name FROM attachment a WHERE a.organisation_id = q.organisation_id
  AND a.conversation_id = q.conversation_id AND a.message_seq = q.seq ORDER BY a.place LIMIT 1), '')`;

/**
 * Whether all who are told what stands at `at` were in when `said` was said. What they are told is the same for all of
 * them, so where one of them was not, none is told its words.
 */
export const seenByAll = (said: string, at: string): string =>
  `NOT EXISTS (SELECT FROM conversation_member l WHERE l.organisation_id = ${said}.organisation_id AND l.conversation_id = ${said}.conversation_id
    AND l.joined_seq >= ${said}.seq AND l.joined_seq < ${at} AND (l.left_seq IS NULL OR l.left_seq >= ${at})
    AND NOT EXISTS (SELECT FROM conversation_member s WHERE s.organisation_id = l.organisation_id AND s.conversation_id = l.conversation_id
      AND s.user_id = l.user_id AND s.joined_seq < ${said}.seq AND (s.left_seq IS NULL OR s.left_seq >= ${said}.seq)))`;

/**
 * All columns of `message m`, for a reader (`$2`: they come first among those who reacted), or for everybody who is told
 * what stands in the log at `at`.
 */
export function columnsFor(whom: 'reader' | { at: string }): string {
  const isReader = whom === 'reader';
  const first = isReader ? 'r.member_id = $2 DESC, ' : '';
  return `${STORED}, m.edited_at, m.deleted_at,
    (SELECT jsonb_build_object('id', q.id, 'isDeleted', q.deleted_at IS NOT NULL,
       'excerpt', CASE WHEN q.deleted_at IS NULL AND ${isReader ? readable('q.conversation_id', 'q.seq') : seenByAll('q', whom.at)} THEN left(${SAID}, ${EXCERPT}) END,
       'sender', jsonb_build_object('id', q.sender_id, 'name', q.sender_name, 'avatar', q.sender_avatar_url, 'isGuest', q.sender_kind = 'GUEST', 'kind', q.sender_kind))
     FROM message q WHERE q.organisation_id = m.organisation_id AND q.conversation_id = m.conversation_id AND q.seq = m.reply_to_seq) AS reply_to,
    (SELECT jsonb_agg(jsonb_build_object('emoji', alike.emoji, 'count', alike.count, 'users', alike.users) ORDER BY alike.since)
     FROM (SELECT r.emoji, count(*) AS count, min(r.reacted_seq) AS since,
         to_jsonb((array_agg(${person('r')} ORDER BY ${first}r.reacted_seq))[1:${NAMED}]) AS users
       FROM message_reaction r WHERE ${ofMessage('r')} GROUP BY r.emoji) alike) AS reactions,
    (SELECT jsonb_agg(${person('t')} ORDER BY t.place) FROM message_mention t WHERE ${ofMessage('t')} AND t.is_present) AS mentions,
    (SELECT jsonb_agg(${attachmentColumns('a')} ORDER BY a.place) FROM attachment a WHERE ${ofMessage('a')}) AS attachments,
    ${PREVIEW} AS preview`;
}

const authorOf = ({ id, name, avatar, isGuest }: PersonRow, kind: Kind = isGuest ? 'GUEST' : 'USER'): Author => ({
  userId: idFrom(isGuest ? 'guest' : 'user', id),
  displayName: name,
  avatarUrl: avatar,
  isGuest,
  isSystem: kind === 'SYSTEM',
});

/** A message of which nothing has become yet. */
export function storedMessage(row: StoredRow): Message {
  const isGuest = row.sender_kind === 'GUEST';
  const sender = { id: row.sender_id, name: row.sender_name, avatar: row.sender_avatar_url, isGuest };
  return {
    organisationId: idFrom('organisation', row.organisation_id),
    id: idFrom('message', row.id),
    conversationId: idFrom('conversation', row.conversation_id),
    seq: Number(row.seq),
    body: row.body,
    author: authorOf(sender, row.sender_kind),
    notice: row.notice && noticeFrom(row.notice),
    sentAt: row.sent_at,
    editedAt: null,
    deletedAt: null,
    replyTo: null,
    reactions: [],
    mentions: [],
    attachments: [],
    preview: null,
  };
}

/** A message as it is now. */
export function messageOf(row: MessageRow, links: AttachmentLinks): Message {
  const { reply_to: quoted } = row;
  const stored = storedMessage(row);
  return {
    ...stored,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    replyTo: quoted && {
      messageId: idFrom('message', quoted.id),
      author: authorOf(quoted.sender, quoted.sender.kind),
      excerpt: quoted.excerpt,
      isDeleted: quoted.isDeleted,
    },
    reactions: (row.reactions ?? []).map(({ emoji, count, users }) => ({
      emoji,
      count,
      userIds: users.map(({ id, isGuest }) => idFrom(isGuest ? 'guest' : 'user', id)),
      users: users.map((user) => authorOf(user)),
    })),
    mentions: (row.mentions ?? []).map((mentioned) => authorOf(mentioned)),
    attachments: (row.attachments ?? []).map((file) => attachmentOf(file, stored.organisationId, links)),
    preview: row.preview,
  };
}
