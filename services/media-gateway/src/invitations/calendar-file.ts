import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator';
import type { Meeting } from '../meetings/meeting.ts';
import { scheduleIn } from '../schedule/plan.ts';
import { ruleOf } from '../schedule/recurrence.ts';
import { zoned } from '../schedule/schedule.ts';
import { blockOf } from '../schedule/time-zone.ts';
import type { InvitationAnswer, Invitee } from './invitee.ts';

/** What a calendar is told: that something is to be (or is changed), or is no more. */
export type CalendarMethod = 'REQUEST' | 'CANCEL';

/** A meeting as calendars show it. */
export interface CalendarEntry {
  meeting: Pick<Meeting, 'id' | 'title' | 'sequence' | 'createdAt' | 'startsAt' | 'endsAt' | 'timeZone' | 'recurrence'>;
  url: string;
  /** Who holds it, and where answers of calendars go. */
  organizer: { name: string; email: string };
  invitees: readonly Pick<Invitee, 'displayName' | 'email' | 'answer'>[];
  description: string;
}

const PARTSTAT: Record<InvitationAnswer, ICalAttendeeStatus> = {
  NONE: ICalAttendeeStatus.NEEDSACTION,
  YES: ICalAttendeeStatus.ACCEPTED,
  MAYBE: ICalAttendeeStatus.TENTATIVE,
  NO: ICalAttendeeStatus.DECLINED,
};

/**
 * The iCalendar file (RFC 5545, iTIP's `method`) of a meeting; undefined for one without a schedule. The UID is the
 * meeting's for ever, and SEQUENCE rises: a calendar that has the entry changes it. Local times with their VTIMEZONE, so
 * that a series stays where it is when clocks change.
 */
export function calendarFile(method: CalendarMethod, entry: CalendarEntry): string | undefined {
  const { meeting, url, organizer, invitees, description } = entry;
  const schedule = scheduleIn(meeting);
  if (!schedule) return undefined;
  const { startsAt, endsAt, timeZone, recurrence } = schedule;
  const [start, end] = [zoned(startsAt, timeZone), zoned(endsAt, timeZone)];
  const calendar = ical({
    method: ICalCalendarMethod[method],
    prodId: { company: 'Parley', product: 'Meetings', language: 'EN' },
    // The zone is the event's: given to the calendar too, DTSTAMP would be in it, and it must be in UTC.
    timezone: { name: null, generator: (zone) => blockOf(zone) ?? null },
  });
  const event = calendar.createEvent({
    id: `${meeting.id}@parley`,
    sequence: meeting.sequence,
    created: meeting.createdAt,
    stamp: new Date(),
    start,
    end,
    ...(timeZone === 'UTC' ? {} : { timezone: timeZone }),
    summary: meeting.title,
    description,
    location: url,
    url,
    organizer: { name: oneLine(organizer.name), email: organizer.email },
    status: method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...(recurrence ? { repeating: ruleOf(start, recurrence).toString().split('\n').at(-1) as string } : {}),
  });
  for (const { displayName, email, answer } of invitees)
    event.createAttendee({
      name: oneLine(displayName ?? email),
      email,
      status: PARTSTAT[answer],
      role: ICalAttendeeRole.REQ,
      type: ICalAttendeeType.INDIVIDUAL,
      rsvp: answer === 'NONE',
    });
  return calendar.toString();
}

/** Names as one line: a line break would begin another header or property. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
