import { Refused } from '@parley/errors';

/** Hours of the day in which nothing is pushed. */
export interface Quiet {
  /** `HH:MM`, in the zone; from the same minute to the same minute is all day. */
  from: string;
  /** `HH:MM`; not after `from`: of the next day. */
  to: string;
  /** Of the IANA database. */
  timeZone: string;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** @throws Refused BAD_USER_INPUT: no time of a day, or no time zone of the IANA database */
export function requireQuiet({ from, to, timeZone }: Quiet): Quiet {
  if (!TIME.test(from)) throw Refused.badInput('A time is HH:MM, from 00:00 to 23:59.', 'quietFrom');
  if (!TIME.test(to)) throw Refused.badInput('A time is HH:MM, from 00:00 to 23:59.', 'quietTo');
  return { from, to, timeZone: requireTimeZone(timeZone) };
}

/** @throws Refused BAD_USER_INPUT */
export function requireTimeZone(timeZone: string): string {
  // Offsets are taken by Intl as well, and know nothing of summer.
  if (/^[A-Za-z][\w+\-/]{1,63}$/.test(timeZone) && clockOf(timeZone)) return timeZone;
  throw Refused.badInput('This is not the name of a time zone, such as Europe/Berlin.', 'timeZone');
}

/** Whether these hours are now. A zone that is known no more silences nothing. */
export function isQuiet({ from, to, timeZone }: Quiet, now: Date): boolean {
  const time = clockOf(timeZone)?.format(now);
  if (!time) return false;
  return from < to ? from <= time && time < to : from <= time || time < to;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = clocks.get(timeZone);
  if (known) return known;
  try {
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    clocks.set(timeZone, clock);
    return clock;
  } catch {
    return undefined;
  }
}
