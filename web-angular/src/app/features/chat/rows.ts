import type { PendingMessage, StoredMessage } from './message-log';

/** A run by one author becomes one heading when nothing lasts longer than this, in milliseconds. */
const RUN_MS = 5 * 60_000;

/** One line of a conversation: a message, and what stands above it. */
export interface Row {
  /** Stable over acknowledgement only for stored messages; a pending one is keyed by its nonce. */
  readonly key: string;
  readonly body: string;
  readonly author: { readonly userId: string; readonly displayName: string; readonly avatarUrl?: string | null };
  /** RFC 3339. */
  readonly at: string;
  readonly isHead: boolean;
  /** First of its day. */
  readonly startsDay: boolean;
  /** The unread line stands above. */
  readonly isFirstUnread: boolean;
  readonly pending?: PendingMessage;
}

/** Turns messages into rows with headings, date lines and the unread line. */
export function rowsOf(
  stored: readonly StoredMessage[],
  pending: readonly PendingMessage[],
  me: Row['author'],
  readUntil: number,
): readonly Row[] {
  const flat: Omit<Row, 'isHead' | 'startsDay' | 'isFirstUnread'>[] = [
    ...stored.map(({ id, body, author, sentAt }) => ({ key: id, body, author, at: sentAt })),
    ...pending.map((message) => ({
      key: message.nonce,
      body: message.body,
      author: me,
      at: new Date(message.writtenAt).toISOString(),
      pending: message,
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
    return { ...row, startsDay, isFirstUnread, isHead: startsDay || isFirstUnread || !isSameRun };
  });
}
