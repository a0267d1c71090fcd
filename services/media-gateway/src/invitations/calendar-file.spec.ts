import { newId } from '@parley/persistence';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { scheduleOf, zoned, type Schedule, type WantedSchedule } from '../schedule/schedule.ts';
import { calendarFile, type CalendarEntry, type CalendarMethod } from './calendar-file.ts';

const NOW = new Date('2026-10-01T12:00:00Z');
const BERLIN = {
  startsAt: new Date('2026-10-19T07:00:00Z'),
  endsAt: new Date('2026-10-19T07:30:00Z'),
  timeZone: 'Europe/Berlin',
};
const id = newId('meeting');

const entryOf = (wanted: WantedSchedule, more: Partial<CalendarEntry['meeting']> = {}): CalendarEntry => ({
  meeting: {
    id,
    title: 'Weekly',
    sequence: 3,
    createdAt: NOW,
    ...(scheduleOf(wanted, null, NOW) as Schedule),
    ...more,
  },
  url: 'https://parley.example/m/bcd-fghj-kmn',
  organizer: { name: 'Ada', email: 'ada@example.org' },
  invitees: [
    { displayName: 'Bob', email: 'bob@example.org', answer: 'YES' },
    { displayName: null, email: 'eve@example.org', answer: 'NONE' },
  ],
  description: 'Join: https://parley.example/m/bcd-fghj-kmn',
});

/** What a calendar of another make reads; time zones by the file's own VTIMEZONE, never by its own knowledge. */
function read(entry: CalendarEntry, method: CalendarMethod = 'REQUEST') {
  const file = calendarFile(method, entry) as string;
  const calendar = new ICAL.Component(ICAL.parse(file) as unknown[]);
  ICAL.TimezoneService.reset();
  const [event] = calendar.getAllSubcomponents('vevent') as [ICAL.Component];
  return { file, calendar, event: new ICAL.Event(event, { strictExceptions: true }), component: event };
}

function timesOf(entry: CalendarEntry): { local: string; instant: string }[] {
  const { event } = read(entry);
  const times = event.iterator();
  const found: { local: string; instant: string }[] = [];
  for (let next = times.next(); next && found.length < 20; next = times.next())
    found.push({ local: next.toString(), instant: next.toJSDate().toISOString() });
  return found;
}

describe('a calendar of another make', () => {
  it('reads one entry with UID, SEQUENCE, organiser and attendees', () => {
    const { calendar, component, event, file } = read(entryOf(BERLIN));
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(event.uid).toBe(`${id}@parley`);
    expect(event.sequence).toBe(3);
    expect(event.summary).toBe('Weekly');
    expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED');
    expect(component.getFirstPropertyValue('location')).toBe('https://parley.example/m/bcd-fghj-kmn');
    expect(event.organizer).toBe('mailto:ada@example.org');
    expect(event.attendees.map((one) => [one.getFirstValue(), one.getParameter('partstat')])).toEqual([
      ['MAILTO:bob@example.org', 'ACCEPTED'],
      ['MAILTO:eve@example.org', 'NEEDS-ACTION'],
    ]);
    expect(event.startDate.toJSDate()).toEqual(BERLIN.startsAt);
    expect(event.endDate.toJSDate()).toEqual(BERLIN.endsAt);
    expect(file).toMatch(/^DTSTAMP:\d{8}T\d{6}Z\r$/m);
    expect(calendar.getAllSubcomponents('vtimezone')).toHaveLength(1);
  });

  it.each([
    ['Europe/Berlin', '2026-10-19T09:00', 4],
    ['America/New_York', '2026-10-26T09:00', 4],
    ['Australia/Lord_Howe', '2027-03-24T09:00', 4],
    ['Asia/Kolkata', '2026-10-19T09:00', 4],
    ['UTC', '2026-10-19T09:00', 4],
  ])('sees a weekly meeting at 09:00 in %s at 09:00, before and after the clocks change', (timeZone, local, count) => {
    const offset = zoned(new Date(`${local}Z`), timeZone).offsetNanoseconds / 1e6;
    const startsAt = new Date(new Date(`${local}Z`).getTime() - offset);
    const wanted = {
      startsAt,
      endsAt: new Date(startsAt.getTime() + 1_800_000),
      timeZone,
      recurrence: { frequency: 'WEEKLY' as const, count },
    };
    const entry = entryOf(wanted);
    const times = timesOf(entry);
    expect(times.map(({ local }) => local.slice(11, 16))).toEqual(Array(count).fill('09:00'));
    // It agrees with what the meeting itself goes by.
    for (const { instant } of times)
      expect(zoned(new Date(instant), timeZone).toPlainTime().toString()).toBe('09:00:00');
  });

  it('moves by an hour of UTC over the end of October in Berlin', () => {
    const times = timesOf(entryOf({ ...BERLIN, recurrence: { frequency: 'WEEKLY', count: 3 } }));
    expect(times.map(({ instant }) => instant)).toEqual([
      '2026-10-19T07:00:00.000Z',
      '2026-10-26T08:00:00.000Z',
      '2026-11-02T08:00:00.000Z',
    ]);
  });

  it('sees the days of the week, and the end', () => {
    const recurrence = {
      frequency: 'WEEKLY' as const,
      weekdays: ['MONDAY', 'THURSDAY'] as const,
      until: new Date('2026-10-29T08:00:00Z'),
    };
    expect(timesOf(entryOf({ ...BERLIN, recurrence })).map(({ local }) => local)).toEqual([
      '2026-10-19T09:00:00',
      '2026-10-22T09:00:00',
      '2026-10-26T09:00:00',
      '2026-10-29T09:00:00',
    ]);
  });

  it('is told that it is cancelled', () => {
    const { calendar, component, event } = read(entryOf(BERLIN, { sequence: 4 }), 'CANCEL');
    expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL');
    expect(component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect([event.uid, event.sequence]).toEqual([`${id}@parley`, 4]);
  });

  it.each([
    '<script>alert(1)</script> & co',
    'a, b; c\\n d: "e"',
    '👩‍👩‍👧‍👦 '.repeat(25).trim(),
    'اجتماع الأسبوع',
    'x'.repeat(200),
    'BEGIN:VEVENT',
  ])('reads the title %s as it is', (title) => {
    const { event, file } = read(entryOf(BERLIN, { title }));
    expect(event.summary).toBe(title);
    expect(file.match(/^BEGIN:VEVENT/gm)).toHaveLength(1);
    for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('gets no second property by a name, a title or a description', () => {
    const evil = 'X\r\nATTENDEE:mailto:evil@example.org\nBEGIN:VALARM\u2028Y';
    const entry = entryOf(BERLIN, { title: evil });
    entry.organizer.name = evil;
    entry.description = evil;
    entry.invitees = [{ displayName: `${evil}";PARTSTAT=ACCEPTED:`, email: 'eve@example.org', answer: 'NO' }];
    const { component, event } = read(entry);
    expect(event.attendees).toHaveLength(1);
    expect(event.attendees[0]?.getParameter('partstat')).toBe('DECLINED');
    expect(component.getAllSubcomponents()).toEqual([]);
  });

  it('gets none for a meeting without a schedule', () => {
    const { meeting, ...entry } = entryOf(BERLIN);
    const none = { startsAt: null, endsAt: null, timeZone: null, recurrence: null };
    expect(calendarFile('REQUEST', { ...entry, meeting: { ...meeting, ...none } })).toBeUndefined();
  });
});
