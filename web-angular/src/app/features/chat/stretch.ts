import { merge, type MessageLog, type StoredMessage } from './message-log';

/** A page of messages as the graph gives it. */
export interface MessagePage {
  readonly nodes: readonly StoredMessage[];
  readonly pageInfo: {
    readonly hasPreviousPage: boolean;
    readonly startCursor?: string | null;
    readonly hasNextPage: boolean;
    readonly endCursor?: string | null;
  };
}

/** Messages of a conversation without a gap between them, and how to go on at either end. */
export interface Stretch {
  readonly log: MessageLog;
  /** Cursor of its first message; null where nothing was said before. */
  readonly earlier: string | null;
  /** Cursor of its last message; null where nothing was said since. */
  readonly later: string | null;
  /** Cursors that are known, by seq: there it can be cut. */
  readonly cursors: ReadonlyMap<number, string>;
}

/** How many messages are held, and drawn, at most around a reader. */
export const MOST_HELD = 300;
/** How many are left where that was too many. */
const LEFT = 250;

/** A page by itself. */
export function stretchOf({ nodes, pageInfo }: MessagePage): Stretch {
  const { hasPreviousPage, startCursor, hasNextPage, endCursor } = pageInfo;
  const [first, last] = [nodes[0], nodes.at(-1)];
  const cursors = new Map<number, string>();
  if (first && startCursor) cursors.set(first.seq, startCursor);
  if (last && endCursor) cursors.set(last.seq, endCursor);
  return {
    log: merge({ stored: [], pending: [] }, nodes),
    earlier: hasPreviousPage ? (startCursor ?? null) : null,
    later: hasNextPage ? (endCursor ?? null) : null,
    cursors,
  };
}

/** Whether two stretches have a message in common, so that together they have no gap. */
export function isJoined(one: Stretch, other: Stretch): boolean {
  const [a, b] = [one.log.stored, other.log.stored];
  return firstSeq(a) <= lastSeq(b) && firstSeq(b) <= lastSeq(a);
}

/** Two stretches that touch as one; what the second says of a message counts. */
export function join(one: Stretch, other: Stretch): Stretch {
  const [a, b] = [one.log.stored, other.log.stored];
  return {
    log: merge({ stored: a, pending: [...one.log.pending, ...other.log.pending] }, b),
    earlier: firstSeq(b) <= firstSeq(a) ? other.earlier : one.earlier,
    later: lastSeq(b) >= lastSeq(a) ? other.later : one.later,
    cursors: new Map([...one.cursors, ...other.cursors]),
  };
}

/** Drops the oldest where there are too many, from a place on that it can be gone on from. @param keep index of what must stay */
export function withoutOldest(stretch: Stretch, left = LEFT, keep = Infinity): Stretch {
  const { stored, pending } = stretch.log;
  const at = stored.findIndex(({ seq }, index) => stored.length - index <= left && stretch.cursors.has(seq));
  const first = stored[at];
  if (!first || at > keep) return stretch;
  const earlier = at > 0 ? (stretch.cursors.get(first.seq) ?? null) : stretch.earlier;
  return trimmed({ ...stretch, log: { stored: stored.slice(at), pending }, earlier });
}

/** Drops the newest where there are too many, and with them what is on its way. @param keep index of what must stay */
export function withoutNewest(stretch: Stretch, left = LEFT, keep = 0): Stretch {
  const { stored } = stretch.log;
  const at = stored.findLastIndex(({ seq }, index) => index < left && stretch.cursors.has(seq));
  const last = stored[at];
  if (!last || at < keep || at === stored.length - 1) return stretch;
  const later = stretch.cursors.get(last.seq) ?? null;
  return trimmed({ ...stretch, log: { stored: stored.slice(0, at + 1), pending: [] }, later });
}

/** Forgets the cursors of what was dropped. */
function trimmed(stretch: Stretch): Stretch {
  const { stored } = stretch.log;
  const [from, to] = [firstSeq(stored), lastSeq(stored)];
  return { ...stretch, cursors: new Map([...stretch.cursors].filter(([seq]) => seq >= from && seq <= to)) };
}

function firstSeq(stored: readonly StoredMessage[]): number {
  return stored[0]?.seq ?? Infinity;
}

function lastSeq(stored: readonly StoredMessage[]): number {
  return stored.at(-1)?.seq ?? -Infinity;
}
