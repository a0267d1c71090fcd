import type { StoredMessage } from './message-log';
import { listed } from './changes';

/** How far somebody has read. */
export interface Mark {
  readonly userId: string;
  readonly displayName: string;
  readonly seq: number;
}

/** Moves marks forward, never back. Whoever has no name is known by nothing else and left out. */
export function moveMarks(marks: readonly Mark[], moved: readonly Mark[]): readonly Mark[] {
  const byId = new Map(marks.map((mark) => [mark.userId, mark]));
  for (const mark of moved) {
    const before = byId.get(mark.userId);
    const displayName = mark.displayName || (before?.displayName ?? '');
    if (displayName && mark.seq >= (before?.seq ?? 0)) byId.set(mark.userId, { ...mark, displayName });
  }
  return [...byId.values()];
}

/** Who has read the last message, in words: of two people only whether mine was seen. Empty when nobody has. */
export function seenWords(
  last: StoredMessage | undefined,
  marks: readonly Mark[],
  me: string,
  isDirect: boolean,
): string {
  if (!last || (isDirect && last.author.userId !== me)) return '';
  const seen = marks.filter(({ userId, seq }) => userId !== me && userId !== last.author.userId && seq >= last.seq);
  if (seen.length === 0) return '';
  if (isDirect) return $localize`:@@seen:Seen`;
  return $localize`:@@seenBy:Seen by ${listed(seen.map(({ displayName }) => displayName))}:names:`;
}
