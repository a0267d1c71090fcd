import type { ParticipantId, UserId } from '@parley/contracts';

/** Time somebody was in without a break. */
export interface AttendanceInterval {
  joinedAt: Date;
  /** Null while they are in. */
  leftAt: Date | null;
}

/** What the ledger holds of one person, as one row. */
export interface AttendedRow {
  /** One of their participants, the same one every time: it tells them from others who came at the same moment. */
  participantId: ParticipantId;
  userId: UserId | null;
  isGuest: boolean;
  displayName: string;
  /** Microseconds since the epoch at which they first joined. */
  firstMicros: string;
  /** One per connection: they overlap where somebody had several devices. */
  stays: readonly AttendanceInterval[];
}

/** Intervals that neither overlap nor touch, earliest first, of stays in any order. */
export function merged(stays: readonly AttendanceInterval[]): AttendanceInterval[] {
  const intervals: AttendanceInterval[] = [];
  for (const stay of stays.toSorted((a, b) => a.joinedAt.getTime() - b.joinedAt.getTime())) {
    const last = intervals.at(-1);
    if (!last || (last.leftAt && last.leftAt < stay.joinedAt)) intervals.push({ ...stay });
    else if (last.leftAt && (!stay.leftAt || stay.leftAt > last.leftAt)) last.leftAt = stay.leftAt;
  }
  return intervals;
}

/** Whole seconds within disjoint intervals; one that is open counts until `now`, or not at all when it began later. */
export function secondsIn(intervals: readonly AttendanceInterval[], now: Date): number {
  const within = ({ joinedAt, leftAt }: AttendanceInterval) => (leftAt ?? now).getTime() - joinedAt.getTime();
  return Math.round(intervals.reduce((sum, interval) => sum + Math.max(0, within(interval)), 0) / 1_000);
}
