import { Refused } from '@parley/errors';
import type { Meeting } from '../meetings/meeting.ts';
import { isSameSchedule, scheduleOf, type Schedule, type WantedSchedule } from './schedule.ts';

/** What is planned of a meeting, as it was typed; what is absent or null stays as it was. */
export interface WantedPlan extends WantedSchedule {
  mostPeople?: number | null | undefined;
  mostMinutes?: number | null | undefined;
  isPermanent?: boolean | null | undefined;
}

type Planned = Pick<
  Meeting,
  'startsAt' | 'endsAt' | 'timeZone' | 'recurrence' | 'mostPeople' | 'mostMinutes' | 'isPermanent'
>;

const NOTHING: Planned = {
  startsAt: null,
  endsAt: null,
  timeZone: null,
  recurrence: null,
  mostPeople: null,
  mostMinutes: null,
  isPermanent: false,
};
const MOST_PEOPLE = 10_000;
/** A week. */
const MOST_MINUTES = 10_080;

/** The schedule of a meeting, or null for one that has none. */
export function scheduleIn({
  startsAt,
  endsAt,
  timeZone,
  recurrence,
}: Omit<Planned, 'mostPeople' | 'mostMinutes' | 'isPermanent'>) {
  return startsAt && endsAt && timeZone ? ({ startsAt, endsAt, timeZone, recurrence } satisfies Schedule) : null;
}

/**
 * What is planned from now on, in columns of the meeting.
 * @param before the meeting as it was, or null for a new one
 * @throws Refused BAD_USER_INPUT
 */
export function planOf(wanted: WantedPlan, before: Planned | null, now = new Date()): Planned {
  const was = before ?? NOTHING;
  const { mostPeople, mostMinutes } = wanted;
  if (mostPeople != null && (mostPeople < 1 || mostPeople > MOST_PEOPLE))
    throw Refused.badInput(`A meeting has room for 1 to ${MOST_PEOPLE} people.`, 'mostPeople');
  if (mostMinutes != null && (mostMinutes < 1 || mostMinutes > MOST_MINUTES))
    throw Refused.badInput(`People meet for 1 to ${MOST_MINUTES} minutes.`, 'mostMinutes');
  const isPermanent = wanted.isPermanent ?? was.isPermanent;
  const scheduled = scheduleIn(was);
  const schedule = scheduleOf(wanted, scheduled, now);
  if (isPermanent && schedule) throw Refused.badInput('A permanent room has no schedule.', 'isPermanent');
  const kept = isSameSchedule(schedule, scheduled) ? was : { ...NOTHING, ...schedule };
  const { startsAt, endsAt, timeZone, recurrence } = kept;
  return {
    startsAt,
    endsAt,
    timeZone,
    recurrence,
    isPermanent,
    mostPeople: mostPeople ?? was.mostPeople,
    mostMinutes: mostMinutes ?? was.mostMinutes,
  };
}

/** Whether two meetings are planned alike. */
export const isSamePlan = (one: Planned, other: Planned): boolean =>
  one.mostPeople === other.mostPeople &&
  one.mostMinutes === other.mostMinutes &&
  one.isPermanent === other.isPermanent &&
  isSameSchedule(scheduleIn(one), scheduleIn(other));
