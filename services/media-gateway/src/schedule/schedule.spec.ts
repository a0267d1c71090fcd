import { describe, expect, it } from 'vitest';
import { occurrencesOf, scheduleOf, zoned, type Schedule, type WantedSchedule } from './schedule.ts';

const NOW = new Date('2026-10-01T12:00:00Z');
/** Monday, 09:00 to 09:30 in Berlin, before the clocks change on 25 October. */
const WEEKLY = {
  startsAt: new Date('2026-10-19T07:00:00Z'),
  endsAt: new Date('2026-10-19T07:30:00Z'),
  timeZone: 'Europe/Berlin',
  recurrence: { frequency: 'WEEKLY' as const, count: 3 },
};
const schedule = (wanted: WantedSchedule, before: Schedule | null = null) =>
  scheduleOf(wanted, before, NOW) as Schedule;
const timesIn = (wanted: WantedSchedule) => {
  const made = schedule(wanted);
  return occurrencesOf(made).map(({ startsAt }) => zoned(startsAt, made.timeZone).toPlainDateTime().toString());
};

describe('what comes again', () => {
  it('keeps its local time when the clocks change', () => {
    expect(timesIn(WEEKLY)).toEqual(['2026-10-19T09:00:00', '2026-10-26T09:00:00', '2026-11-02T09:00:00']);
    expect(occurrencesOf(schedule(WEEKLY)).map(({ startsAt }) => startsAt.toISOString())).toEqual([
      '2026-10-19T07:00:00.000Z',
      '2026-10-26T08:00:00.000Z',
      '2026-11-02T08:00:00.000Z',
    ]);
  });

  it('lasts as long every time, across the change of clocks too', () => {
    const night = { startsAt: new Date('2026-10-24T22:00:00Z'), endsAt: new Date('2026-10-25T04:00:00Z') };
    const made = schedule({ ...night, timeZone: 'Europe/Berlin', recurrence: { frequency: 'DAILY', count: 2 } });
    for (const { startsAt, endsAt } of occurrencesOf(made))
      expect(endsAt.getTime() - startsAt.getTime()).toBe(6 * 3_600_000);
  });

  it('takes place on several days of the week, and every other week', () => {
    const recurrence = {
      frequency: 'WEEKLY' as const,
      interval: 2,
      weekdays: ['WEDNESDAY', 'MONDAY'] as const,
      count: 4,
    };
    expect(timesIn({ ...WEEKLY, recurrence })).toEqual([
      '2026-10-19T09:00:00',
      '2026-10-21T09:00:00',
      '2026-11-02T09:00:00',
      '2026-11-04T09:00:00',
    ]);
  });

  it('ends with the moment it goes on until, that moment included', () => {
    const recurrence = { frequency: 'DAILY' as const, until: new Date('2026-10-21T07:00:00Z') };
    expect(timesIn({ ...WEEKLY, recurrence })).toHaveLength(3);
  });

  it('skips months without that day, as calendars do', () => {
    const last = { startsAt: new Date('2026-10-31T08:00:00Z'), endsAt: new Date('2026-10-31T09:00:00Z') };
    expect(timesIn({ ...last, timeZone: 'UTC', recurrence: { frequency: 'MONTHLY', count: 3 } })).toEqual([
      '2026-10-31T08:00:00',
      '2026-12-31T08:00:00',
      '2027-01-31T08:00:00',
    ]);
  });

  it('takes place once when its count is one', () => {
    expect(schedule({ ...WEEKLY, recurrence: { frequency: 'DAILY', count: 1 } }).recurrence).toBeNull();
  });
});

describe('a schedule', () => {
  it('is none when nothing is said, and stays when nothing is changed', () => {
    expect(scheduleOf({}, null, NOW)).toBeNull();
    const before = schedule(WEEKLY);
    expect(scheduleOf({}, before, new Date('2030-01-01'))).toBe(before);
  });

  it('moves with its length, and keeps what was not said', () => {
    const before = schedule(WEEKLY);
    const startsAt = new Date('2026-10-19T09:00:00Z');
    expect(schedule({ startsAt }, before)).toEqual({ ...before, startsAt, endsAt: new Date('2026-10-19T09:30:00Z') });
  });

  it('can be changed once it has begun, but not moved into the past', () => {
    const before = schedule(WEEKLY);
    const later = new Date('2026-10-20T00:00:00Z');
    expect(scheduleOf({ recurrence: { frequency: 'WEEKLY', count: 5 } }, before, later)?.recurrence?.count).toBe(5);
    expect(() => scheduleOf({ startsAt: new Date('2026-10-19T08:00:00Z') }, before, later)).toThrow(/past/);
  });

  it('goes by the present name of its time zone', () => {
    for (const [given, name] of [
      ['europe/berlin', 'Europe/Berlin'],
      ['Europe/Kiev', 'Europe/Kyiv'],
      ['Asia/Calcutta', 'Asia/Kolkata'],
      ['Etc/UTC', 'UTC'],
    ] as const)
      expect(schedule({ ...WEEKLY, timeZone: given, recurrence: null }).timeZone).toBe(name);
  });

  const year = (years: number) => new Date(WEEKLY.startsAt.getTime() + years * 366 * 86_400_000);
  it.each<[what: string, wanted: WantedSchedule, field: string]>([
    ['a start in the past', { startsAt: new Date('2026-10-01T11:54:00Z') }, 'startsAt'],
    ['no start', { startsAt: null }, 'startsAt'],
    ['no end', { endsAt: null }, 'endsAt'],
    ['an end before the start', { endsAt: new Date('2026-10-19T06:59:00Z') }, 'endsAt'],
    ['an end at the start', { endsAt: WEEKLY.startsAt }, 'endsAt'],
    ['59 seconds', { endsAt: new Date('2026-10-19T07:00:59Z') }, 'endsAt'],
    ['over 24 hours', { endsAt: new Date('2026-10-20T07:00:01Z') }, 'endsAt'],
    ['a year', { endsAt: year(1) }, 'endsAt'],
    ['a moment that is none', { startsAt: new Date(NaN) }, 'startsAt'],
    ['a zone that is none', { timeZone: 'Europe/Bielefeld' }, 'timeZone'],
    ['an offset', { timeZone: '+02:00' }, 'timeZone'],
    ['a zone with a line break', { timeZone: 'Europe/Berlin\r\nX:1' }, 'timeZone'],
    ['an empty zone', { timeZone: '' }, 'timeZone'],
    ['no end of the recurrence', { recurrence: { frequency: 'WEEKLY' } }, 'recurrence'],
    ['two ends of it', { recurrence: { frequency: 'WEEKLY', count: 2, until: year(1) } }, 'recurrence'],
    ['367 times', { recurrence: { frequency: 'DAILY', count: 367 } }, 'recurrence.count'],
    ['no time', { recurrence: { frequency: 'DAILY', count: 0 } }, 'recurrence.count'],
    ['a thousand years', { recurrence: { frequency: 'MONTHLY', interval: 52, count: 366 } }, 'recurrence.count'],
    ['over two years', { recurrence: { frequency: 'DAILY', until: year(2.1) } }, 'recurrence.until'],
    ['an end before the first', { recurrence: { frequency: 'DAILY', until: NOW } }, 'recurrence.until'],
    ['every 53rd', { recurrence: { frequency: 'DAILY', interval: 53, count: 2 } }, 'recurrence.interval'],
    ['every zeroth', { recurrence: { frequency: 'DAILY', interval: 0, count: 2 } }, 'recurrence.interval'],
    [
      'weekdays of a day',
      { recurrence: { frequency: 'DAILY', weekdays: ['MONDAY'], count: 2 } },
      'recurrence.weekdays',
    ],
    ['other weekdays', { recurrence: { frequency: 'WEEKLY', weekdays: ['FRIDAY'], count: 2 } }, 'recurrence.weekdays'],
  ])('refuses %s', (_, wanted, field) => {
    expect(() => schedule({ ...WEEKLY, ...wanted })).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: field.split('.') }),
    );
  });
});
