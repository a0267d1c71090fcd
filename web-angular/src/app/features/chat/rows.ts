import type { PendingMessage, StoredMessage } from './message-log';

/** A run by one author becomes one heading when nothing lasts longer than this, in milliseconds. */
const RUN_MS = 5 * 60_000;

/** One line of a conversation: a message, and what stands above it. */
export interface Row {
  /** Stable over acknowledgement only for stored messages; a pending one is keyed by its nonce. */
  readonly key: string;
  readonly body: string;
  readonly author: {
    readonly userId: string;
    readonly displayName: string;
    readonly avatarUrl?: string | null;
    readonly isGuest?: boolean;
    readonly isSystem?: boolean;
  };
  /** What Parley itself has to say, in place of the body. */
  readonly notice?: StoredMessage['notice'];
  /** RFC 3339. */
  readonly at: string;
  /** Where it stands: from 1 where all messages are there, else by its seq, which others that come before it do not change. */
  readonly place: number | undefined;
  readonly isHead: boolean;
  /** First of its day. */
  readonly startsDay: boolean;
  /** The unread line stands above. */
  readonly isFirstUnread: boolean;
  readonly pending?: PendingMessage;
  /** As it is stored; nothing while it is on its way. */
  readonly message?: StoredMessage;
  readonly replyTo?: StoredMessage['replyTo'];
  readonly mentions: StoredMessage['mentions'];
  readonly attachments: StoredMessage['attachments'];
  readonly isMine: boolean;
}

/** Rows that are as they were stay the same objects, so that nothing is drawn anew. */
export function kept(before: readonly Row[], now: readonly Row[]): readonly Row[] {
  const known = new Map(before.map((row) => [row.key, row]));
  return now.map((row) => {
    const was = known.get(row.key);
    return was && (Object.keys(row) as (keyof Row)[]).every((key) => was[key] === row[key]) ? was : row;
  });
}

/** Turns messages into rows with headings, date lines and the unread line. */
export function rowsOf(
  stored: readonly StoredMessage[],
  pending: readonly PendingMessage[],
  me: Row['author'],
  readUntil: number,
  isWhole = true,
): readonly Row[] {
  const flat: Omit<Row, 'place' | 'isHead' | 'startsDay' | 'isFirstUnread'>[] = [
    ...stored.map((message) => {
      const { id, body, author, sentAt, notice, replyTo, mentions, attachments } = message;
      const isMine = author.userId === me.userId && !author.isSystem;
      return { key: id, body, author, at: sentAt, notice, message, replyTo, mentions, attachments, isMine };
    }),
    ...pending.map((message) => ({
      key: message.nonce,
      body: message.body,
      author: me,
      at: new Date(message.writtenAt).toISOString(),
      pending: message,
      replyTo: message.replyTo,
      mentions: message.mentions ?? [],
      attachments: message.attachments ?? [],
      isMine: true,
    })),
  ];
  const firstUnread =
    readUntil > 0 ? stored.findIndex(({ seq, author }) => seq > readUntil && author.userId !== me.userId) : -1;
  return flat.map((row, index) => {
    const before = flat[index - 1];
    const startsDay = !before || new Date(before.at).toDateString() !== new Date(row.at).toDateString();
    const isFirstUnread = index === firstUnread && index > 0;
    const isSameRun =
      before?.author.userId === row.author.userId && Date.parse(row.at) - Date.parse(before.at) < RUN_MS;
    const place = isWhole ? index + 1 : row.message?.seq;
    return { ...row, place, startsDay, isFirstUnread, isHead: startsDay || isFirstUnread || !isSameRun };
  });
}
