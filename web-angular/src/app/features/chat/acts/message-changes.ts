import { MessageLog, StoredMessage, wordsOf } from '../message-log';

/** Somebody in a reaction or a mention. */
export type Named = StoredMessage['mentions'][number];

/** What an edit changes, as events and answers say it. */
export type Edited = Pick<StoredMessage, 'id' | 'body' | 'editedAt' | 'mentions' | 'preview'>;

/** Somebody reacts from now on, or does no longer. */
export interface ReactionChange {
  readonly messageId: string;
  readonly emoji: string;
  readonly user: Named;
  readonly on: boolean;
  /** How many react so from now on; unknown while only I know of it. */
  readonly count?: number;
}

/** Characters of a message that an answer shows. */
const EXCERPT = 200;

/** A message says something else. What is deleted stays so, and an older edit does not undo a newer one. */
export function edited(log: MessageLog, edit: Edited): MessageLog {
  const known = log.stored.find(({ id }) => id === edit.id);
  if (!known || known.deletedAt || Date.parse(known.editedAt ?? '') > Date.parse(edit.editedAt ?? '')) return log;
  const { body, editedAt, mentions, preview } = edit;
  const excerpt = [...wordsOf({ ...known, body })].slice(0, EXCERPT).join('');
  return {
    ...log,
    stored: log.stored.map((message) =>
      message.id === edit.id
        ? { ...message, body, editedAt, mentions, preview }
        : // Where the words were kept from somebody, they are kept.
          requoted(message, edit.id, (quote) => (quote.excerpt === null ? quote : { ...quote, excerpt })),
    ),
  };
}

/** A message was taken back: its place stays, and answers to it say so. */
export function deleted(log: MessageLog, messageId: string, deletedAt: string): MessageLog {
  return {
    ...log,
    stored: log.stored.map((message) =>
      message.id === messageId
        ? {
            ...message,
            body: '',
            deletedAt,
            editedAt: null,
            replyTo: null,
            reactions: [],
            mentions: [],
            attachments: [],
            preview: null,
          }
        : requoted(message, messageId, (quote) => ({ ...quote, excerpt: null, isDeleted: true })),
    ),
  };
}

/** What a message leads to is known now, or is not shown any more. */
export function previewed(
  log: MessageLog,
  { messageId, preview }: { readonly messageId: string; readonly preview?: StoredMessage['preview'] },
): MessageLog {
  return {
    ...log,
    stored: log.stored.map((message) =>
      message.id === messageId && !message.deletedAt ? { ...message, preview: preview ?? null } : message,
    ),
  };
}

/** A reaction came or went; the same one a second time changes nothing. */
export function reacted(log: MessageLog, change: ReactionChange): MessageLog {
  return {
    ...log,
    stored: log.stored.map((message) =>
      message.id === change.messageId && !message.deletedAt
        ? { ...message, reactions: reactionsAfter(message.reactions, change) }
        : message,
    ),
  };
}

function reactionsAfter(before: StoredMessage['reactions'], change: ReactionChange): StoredMessage['reactions'] {
  const { emoji, user, on } = change;
  const alike = before.find((reaction) => reaction.emoji === emoji) ?? { emoji, count: 0, users: [] };
  const others = alike.users.filter(({ userId }) => userId !== user.userId);
  const wasOn = others.length < alike.users.length;
  const count = change.count ?? alike.count + (on === wasOn ? 0 : on ? 1 : -1);
  const users = !on ? others : wasOn ? alike.users : [...others, user];
  const after = { ...alike, users, count };
  const isThere = before.some((reaction) => reaction.emoji === emoji);
  return (isThere ? before.map((one) => (one.emoji === emoji ? after : one)) : [...before, after]).filter(
    (one) => one.count > 0,
  );
}

type Quote = NonNullable<StoredMessage['replyTo']>;
function requoted(message: StoredMessage, id: string, change: (quote: Quote) => Quote): StoredMessage {
  return message.replyTo?.messageId === id ? { ...message, replyTo: change(message.replyTo) } : message;
}
