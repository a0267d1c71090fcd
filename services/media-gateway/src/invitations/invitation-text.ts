import { toText } from 'rrule-temporal/totext';
import type { Meeting } from '../meetings/meeting.ts';
import { scheduleIn } from '../schedule/plan.ts';
import { ruleOf } from '../schedule/recurrence.ts';
import { zoned } from '../schedule/schedule.ts';
import { LETTER_WORDS, type LetterLanguage } from './letter-words.ts';

type Told = Pick<Meeting, 'title' | 'startsAt' | 'endsAt' | 'timeZone' | 'recurrence'>;

/** A moment with its zone: `26 October 2026 at 09:00 (Europe/Berlin)`. */
export function momentFor(at: Date, timeZone: string, language: LetterLanguage): string {
  const { locale } = LETTER_WORDS[language];
  const words = zoned(at, timeZone).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' });
  return `${words} (${timeZone})`;
}

/** When a meeting is, in a line; undefined for one without a schedule. */
export function whenOf(meeting: Omit<Told, 'title'>, language: LetterLanguage): string | undefined {
  const schedule = scheduleIn(meeting);
  if (!schedule) return undefined;
  const { startsAt, endsAt, timeZone, recurrence } = schedule;
  const { locale } = LETTER_WORDS[language];
  const start = zoned(startsAt, timeZone);
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone });
  const again = recurrence ? `, ${toText(ruleOf(start, recurrence), language, { excludeTzAbbreviation: true })}` : '';
  return `${format.formatRange(startsAt, endsAt)} (${timeZone})${again}`;
}

/** What one pastes to invite somebody by hand. */
export function invitationText(meeting: Told & { url: string; code: string }, language: LetterLanguage): string {
  const [when, words] = [whenOf(meeting, language), LETTER_WORDS[language]];
  const lines = [
    meeting.title,
    ...(when ? [when] : []),
    `${words.join}: ${meeting.url}`,
    `${words.code}: ${meeting.code}`,
  ];
  return lines.join('\n');
}
