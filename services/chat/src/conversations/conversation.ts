import {
  uuidOf,
  type ConversationId,
  type Interval,
  type MeetingId,
  type OrganisationId,
  type UserId,
} from '@parley/contracts';
import { Refused } from '@parley/errors';
import { requireText } from '@parley/subgraph';
import type { Reader } from './member.ts';

/** A conversation as one of its members sees it. */
export interface Conversation {
  organisationId: OrganisationId;
  id: ConversationId;
  kind: 'direct' | 'group' | 'meeting';
  /** The meeting whose session it belongs to. */
  meetingId: MeetingId | null;
  title: string | null;
  createdAt: Date;
  /** Seq of its newest event; 0 when nothing has happened yet. */
  lastSeq: number;
  /** When it last moved, with all of Postgres' microseconds, for keyset pages. */
  movedAt: string;
  unreadCount: number;
  /** Whether they may write in it: in a meeting’s as their role says, in a one-to-one unless one of the two blocks the other. */
  mayWrite: boolean;
  /** As whom it was read. */
  reader: Reader;
}

/** What somebody may read of a conversation, and where it stands; both from one snapshot. */
export interface ReadableLog {
  lastSeq: number;
  /** Seqs from joining to leaving, in order; open at the end for a member of today. */
  intervals: Interval[];
}

/** People a conversation holds at most, its starter included. */
export const MOST_MEMBERS = 1_000;

/** Characters of a title. */
const TITLE = { least: 1, most: 120 };

/** @throws Refused BAD_USER_INPUT: blank, over 120 characters, or with anything that does not stand in one line */
export function requireTitle(title: string): string {
  const clean = requireText(title, TITLE, 'title');
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(clean)) throw Refused.badInput('A title is one line.', 'title');
  return clean;
}

/** Names the one-to-one conversation of two people, whoever starts it. */
export function directKey(a: UserId, b: UserId): string {
  return [uuidOf(a), uuidOf(b)].sort().join(':');
}

/** Whether today's member is among these intervals. */
export function isMember(intervals: readonly Interval[]): boolean {
  return intervals.at(-1)?.[1] === null;
}
