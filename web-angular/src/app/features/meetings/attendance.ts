import type { MeetingAttendanceQuery } from '../../graph/generated/meeting/graphql';

type Meeting = NonNullable<MeetingAttendanceQuery['meeting']>;

/** Somebody who was in a meeting. */
export type Attended = NonNullable<Meeting['attendance']>['nodes'][number];

/** What is told of when people were there, an interval a row, under its heads. Times are RFC 3339 in UTC, spans seconds. */
export function attendanceTable(people: readonly Attended[]): (string | number)[][] {
  const heads = [
    $localize`:@@csvName:Name`,
    $localize`:@@csvGuest:Guest`,
    $localize`:@@csvJoined:Joined (UTC)`,
    $localize`:@@csvLeft:Left (UTC)`,
    $localize`:@@csvTotal:Total of this person (seconds)`,
  ];
  const guest = (isGuest: boolean): string => (isGuest ? $localize`:@@csvYes:Yes` : $localize`:@@csvNo:No`);
  const rows = people.flatMap(({ displayName, isGuest, intervals, durationSeconds }) =>
    intervals.map(({ joinedAt, leftAt }) => [displayName, guest(isGuest), joinedAt, leftAt ?? '', durationSeconds]),
  );
  return [heads, ...rows];
}
