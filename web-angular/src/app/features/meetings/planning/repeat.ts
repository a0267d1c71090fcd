import type { PlanPartsFragment, RecurrenceInput, Weekday } from '../../../graph/generated/planning/graphql';

/** How often a meeting comes again, as one chooses it. `as-before`: as some other program has set it. */
export type Repeat = 'none' | 'daily' | 'workdays' | 'weekly' | 'fortnightly' | 'monthly' | 'as-before';

/** When it stops coming. */
export interface Ends {
  readonly by: 'count' | 'until';
  readonly count: number;
  /** `YYYY-MM-DD`, the last day on which it may begin. */
  readonly until: string;
}

type Recurrence = NonNullable<PlanPartsFragment['recurrence']>;

const WORKDAYS: Weekday[] = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
const RULES = {
  daily: { frequency: 'DAILY', interval: 1 },
  workdays: { frequency: 'WEEKLY', interval: 1, weekdays: WORKDAYS },
  weekly: { frequency: 'WEEKLY', interval: 1 },
  fortnightly: { frequency: 'WEEKLY', interval: 2 },
  monthly: { frequency: 'MONTHLY', interval: 1 },
} as const;

/**
 * What to send for a choice. Undefined leaves it as it was; once is said by a count of one.
 * @param lastMoment of the day in `ends.until`, in the zone of the meeting
 */
export function recurrenceFor(repeat: Repeat, ends: Ends, lastMoment: Date | undefined): RecurrenceInput | undefined {
  if (repeat === 'as-before') return undefined;
  if (repeat === 'none') return { frequency: 'DAILY', count: 1 };
  const { frequency, interval, ...more } = RULES[repeat];
  const days = 'weekdays' in more ? { weekdays: [...more.weekdays] } : {};
  const end = ends.by === 'count' ? { count: ends.count } : { until: lastMoment?.toISOString() ?? '' };
  return { frequency, interval, ...days, ...end };
}

/** Which choice a meeting's recurrence is. */
export function repeatOf(recurrence: Recurrence | null | undefined): Repeat {
  if (!recurrence) return 'none';
  const { frequency, interval, weekdays } = recurrence;
  const isPlain = weekdays.length <= 1;
  if (
    frequency === 'WEEKLY' &&
    interval === 1 &&
    weekdays.length === 5 &&
    WORKDAYS.every((day) => weekdays.includes(day))
  )
    return 'workdays';
  if (frequency === 'DAILY' && interval === 1) return 'daily';
  if (frequency === 'MONTHLY' && interval === 1) return 'monthly';
  if (frequency === 'WEEKLY' && isPlain && interval <= 2) return interval === 1 ? 'weekly' : 'fortnightly';
  return 'as-before';
}
