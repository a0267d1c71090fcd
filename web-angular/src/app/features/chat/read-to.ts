import type { StoredMessage } from './message-log';
import type { Mark } from './seen-by';

/**
 * Where the unread line stands: after this seq, 0 for nowhere. My mark says it; where it is not among those known it is before the
 * first of the last `unread` messages of the others, as far as they are loaded.
 */
export function readTo(newest: readonly StoredMessage[], marks: readonly Mark[], myId: string, unread: number): number {
  if (unread <= 0) return 0;
  const mine = marks.find(({ userId }) => userId === myId);
  if (mine) return mine.seq;
  const theirs = newest.filter(({ author }) => author.userId !== myId);
  const first = theirs.at(-unread) ?? theirs[0];
  return first ? first.seq - 1 : 0;
}
