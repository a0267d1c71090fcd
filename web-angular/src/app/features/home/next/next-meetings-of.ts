import type { NextMeetingPartsFragment } from '../../../graph/generated/planning/graphql';
import { nextSpan } from '../../../ui/when';

/** From so many milliseconds before its start on, a meeting can be joined from home. */
const EARLY_MS = 10 * 60_000;

/** A meeting as home shows it. */
export interface NextMeeting {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly hostName: string | undefined;
  readonly startsAt: string;
  readonly endsAt: string | undefined;
  readonly isLive: boolean;
  readonly canBeJoined: boolean;
}

/** Those with a schedule that are not over at `now` (epoch milliseconds): the next first, each once. */
export function nextMeetings(meetings: readonly NextMeetingPartsFragment[], now: number): NextMeeting[] {
  const byId = new Map(meetings.map((meeting) => [meeting.id, meeting]));
  return [...byId.values()]
    .flatMap((meeting) => {
      const span = meeting.startsAt ? nextSpan(meeting) : undefined;
      const isLive = meeting.state === 'LIVE';
      if (!span || (!isLive && Date.parse(span.endsAt ?? span.startsAt) <= now)) return [];
      const { id, code, title, host } = meeting;
      const canBeJoined = isLive || Date.parse(span.startsAt) - EARLY_MS <= now;
      return [{ id, code, title, hostName: host?.displayName, ...span, isLive, canBeJoined }];
    })
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
}
