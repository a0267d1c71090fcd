import { Refused } from '@parley/errors';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';

export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY'] as const;
export type RecurrenceFrequency = (typeof FREQUENCIES)[number];

export const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** How a meeting comes again: always with an end, either `count` or `until`. */
export interface Recurrence {
  frequency: RecurrenceFrequency;
  /** Every so many days, weeks or months; 1–52. */
  interval: number;
  /** In the order of the week; of WEEKLY alone. Empty: the weekday of the first. */
  weekdays: Weekday[];
  /** How often it takes place; 2–366. */
  count: number | null;
  /** ISO time behind which it does not begin any more. */
  until: string | null;
}

/** A recurrence as it was typed. */
export interface WantedRecurrence {
  frequency: RecurrenceFrequency;
  interval?: number | null | undefined;
  weekdays?: readonly Weekday[] | null | undefined;
  count?: number | null | undefined;
  until?: Date | null | undefined;
}

const MOST_INTERVAL = 52;
const MOST_TIMES = 366;
const MOST_YEARS = 2;
const MOST_YEARS_BY_COUNT = 10;

const refuse = (message: string, field?: keyof Recurrence) =>
  Refused.badInput(message, ...(field ? ['recurrence', field] : ['recurrence']));

/**
 * The recurrence, checked against its first time; null when it takes place once.
 * @throws Refused BAD_USER_INPUT: no end, an end beyond its limit, a first day that is none of the weekdays
 */
export function recurrenceOf(wanted: WantedRecurrence, first: Temporal.ZonedDateTime): Recurrence | null {
  const { frequency, interval, count, until } = wanted;
  if ((count == null) === (until == null)) throw refuse('Say how often it takes place, or until when: one of the two.');
  if (interval != null && (interval < 1 || interval > MOST_INTERVAL))
    throw refuse(`The interval is 1 to ${MOST_INTERVAL}.`, 'interval');
  if (count != null && (count < 1 || count > MOST_TIMES))
    throw refuse(`It can take place 1 to ${MOST_TIMES} times.`, 'count');
  const weekdays = WEEKDAYS.filter((day) => wanted.weekdays?.includes(day));
  if (weekdays.length > 0 && frequency !== 'WEEKLY') throw refuse('Weekdays go with WEEKLY.', 'weekdays');
  if (weekdays.length > 0 && !weekdays.includes(WEEKDAYS[first.dayOfWeek - 1] as Weekday))
    throw refuse('The first day must be one of the weekdays.', 'weekdays');
  if (until) refuseUntil(until, first);
  if (count === 1) return null;
  const recurrence = {
    frequency,
    interval: interval ?? 1,
    weekdays,
    count: count ?? null,
    until: until?.toISOString() ?? null,
  };
  const last = timesOf(first, recurrence).at(-1) as Temporal.ZonedDateTime;
  if (Temporal.ZonedDateTime.compare(last, first.add({ years: MOST_YEARS_BY_COUNT })) > 0)
    throw refuse(`It can go on for ${MOST_YEARS_BY_COUNT} years at most.`, 'count');
  return recurrence;
}

function refuseUntil(until: Date, first: Temporal.ZonedDateTime): void {
  if (Number.isNaN(until.getTime())) throw refuse('This is no moment in time.', 'until');
  if (until.getTime() < first.epochMilliseconds) throw refuse('This is before it begins.', 'until');
  if (until.getTime() > first.add({ years: MOST_YEARS }).epochMilliseconds)
    throw refuse(`It can go on for ${MOST_YEARS} years at most.`, 'until');
}

/** iCalendar's rule. Local times stay local: 09:00 in Berlin is 09:00 in Berlin before and after the clocks change. */
export function ruleOf(first: Temporal.ZonedDateTime, recurrence: Recurrence): RRuleTemporal {
  const { frequency: freq, interval, weekdays, count, until } = recurrence;
  return new RRuleTemporal({
    freq,
    interval,
    dtstart: first,
    ...(weekdays.length > 0 ? { byDay: weekdays.map((day) => day.slice(0, 2)) } : {}),
    ...(count === null ? {} : { count }),
    ...(until === null ? {} : { until: Temporal.Instant.from(until).toZonedDateTimeISO('UTC') }),
  });
}

/** Every time it begins, the first included, earliest first. */
export function timesOf(first: Temporal.ZonedDateTime, recurrence: Recurrence | null): Temporal.ZonedDateTime[] {
  if (!recurrence) return [first];
  return ruleOf(first, recurrence)
    .all()
    .map(({ epochMilliseconds }) =>
      Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toZonedDateTimeISO(first.timeZoneId),
    );
}
