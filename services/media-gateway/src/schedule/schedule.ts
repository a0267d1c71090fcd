import { Refused } from '@parley/errors';
import { Temporal } from 'temporal-polyfill';
import { recurrenceOf, timesOf, type Recurrence, type WantedRecurrence } from './recurrence.ts';
import { timeZoneOf } from './time-zone.ts';

/** When a meeting is to be. */
export interface Schedule {
  /** Of the first time. */
  startsAt: Date;
  endsAt: Date;
  /** IANA name; a recurrence keeps its local time there. */
  timeZone: string;
  recurrence: Recurrence | null;
}

/** A schedule as it was typed; what is absent or null stays as it was. */
export interface WantedSchedule {
  startsAt?: Date | null | undefined;
  endsAt?: Date | null | undefined;
  timeZone?: string | null | undefined;
  recurrence?: WantedRecurrence | null | undefined;
}

/** One time a meeting takes place. */
export interface Occurrence {
  startsAt: Date;
  endsAt: Date;
}

/** Milliseconds by which a start may lie in the past: clocks differ, and forms take a while to fill in. */
const LEEWAY_MS = 5 * 60_000;
const LEAST_MS = 60_000;
const MOST_MS = 24 * 3_600_000;
const NO_ZONE = 'UTC';

/**
 * What the schedule is to be, or null for none.
 * @param before as it was until now
 * @throws Refused BAD_USER_INPUT
 */
export function scheduleOf(wanted: WantedSchedule, before: Schedule | null, now: Date): Schedule | null {
  const { startsAt, endsAt, timeZone, recurrence } = wanted;
  if (startsAt == null && endsAt == null && timeZone == null && recurrence == null) return before;
  const start = wholeSeconds(startsAt, 'startsAt') ?? before?.startsAt;
  if (!start) throw Refused.badInput('Say when it begins.', 'startsAt');
  if (start.getTime() !== before?.startsAt.getTime() && start.getTime() < now.getTime() - LEEWAY_MS)
    throw Refused.badInput('This start is in the past.', 'startsAt');
  const end = wholeSeconds(endsAt, 'endsAt') ?? (before && new Date(start.getTime() + durationOf(before)));
  if (!end) throw Refused.badInput('Say when it ends.', 'endsAt');
  refuseDuration(durationOf({ startsAt: start, endsAt: end }));
  const zone = timeZone == null ? (before?.timeZone ?? NO_ZONE) : timeZoneOf(timeZone);
  // What stayed must still fit: the weekdays of a series that was moved.
  const again = recurrence ?? wantedOf(before?.recurrence);
  const first = zoned(start, zone);
  return { startsAt: start, endsAt: end, timeZone: zone, recurrence: again ? recurrenceOf(again, first) : null };
}

/** Every time it takes place, earliest first; each lasts as long as the first. */
export function occurrencesOf(schedule: Schedule): Occurrence[] {
  const duration = durationOf(schedule);
  return timesOf(zoned(schedule.startsAt, schedule.timeZone), schedule.recurrence).map(({ epochMilliseconds }) => ({
    startsAt: new Date(epochMilliseconds),
    endsAt: new Date(epochMilliseconds + duration),
  }));
}

export const zoned = (at: Date, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);

/** Whether two schedules are the same. */
export const isSameSchedule = (one: Schedule | null, other: Schedule | null): boolean => keyOf(one) === keyOf(other);

const keyOf = (schedule: Schedule | null): string =>
  JSON.stringify(
    schedule && [
      schedule.startsAt.getTime(),
      schedule.endsAt.getTime(),
      schedule.timeZone,
      schedule.recurrence && Object.entries(schedule.recurrence).sort(([a], [b]) => (a < b ? -1 : 1)),
    ],
  );

const durationOf = ({ startsAt, endsAt }: Occurrence): number => endsAt.getTime() - startsAt.getTime();

const wantedOf = (recurrence: Recurrence | null | undefined): WantedRecurrence | null | undefined =>
  recurrence && { ...recurrence, until: recurrence.until === null ? null : new Date(recurrence.until) };

function wholeSeconds(at: Date | null | undefined, field: string): Date | undefined {
  if (at == null) return undefined;
  if (Number.isNaN(at.getTime())) throw Refused.badInput('This is no moment in time.', field);
  return new Date(Math.floor(at.getTime() / 1_000) * 1_000);
}

function refuseDuration(duration: number): void {
  if (duration <= 0) throw Refused.badInput('It must end after it begins.', 'endsAt');
  if (duration < LEAST_MS) throw Refused.badInput('It must last a minute at least.', 'endsAt');
  if (duration > MOST_MS) throw Refused.badInput('It can last 24 hours at most.', 'endsAt');
}
