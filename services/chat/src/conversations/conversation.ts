import type { ConversationId, Interval, OrganisationId, UserId } from '@parley/contracts';
import { uuidOf } from '@parley/contracts';

/** A conversation as one of its members sees it. */
export interface Conversation {
  organisationId: OrganisationId;
  id: ConversationId;
  kind: 'direct' | 'group';
  title: string | null;
  createdAt: Date;
  /** Seq of its newest event; 0 when nothing has happened yet. */
  lastSeq: number;
  /** When it last moved, with all of Postgres' microseconds, for keyset pages. */
  movedAt: string;
  unreadCount: number;
}

/** What somebody may read of a conversation, and where it stands; both from one snapshot. */
export interface ReadableLog {
  lastSeq: number;
  /** Seqs from joining to leaving, in order; open at the end for a member of today. */
  intervals: Interval[];
}

/** People a conversation holds at most, its starter included. */
export const MOST_MEMBERS = 1_000;

/** Names the one-to-one conversation of two people, whoever starts it. */
export function directKey(a: UserId, b: UserId): string {
  return [uuidOf(a), uuidOf(b)].sort().join(':');
}

/** Whether today's member is among these intervals. */
export function isMember(intervals: readonly Interval[]): boolean {
  return intervals.at(-1)?.[1] === null;
}
