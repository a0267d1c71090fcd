import { momentOf, wallClockAt } from './zoned';

it.each([
  ['2026-01-05', '09:00', 'UTC', '2026-01-05T09:00:00.000Z'],
  ['2026-01-05', '09:00', 'Europe/Berlin', '2026-01-05T08:00:00.000Z'],
  ['2026-07-05', '09:00', 'Europe/Berlin', '2026-07-05T07:00:00.000Z'],
  ['2026-01-05', '00:15', 'Asia/Kolkata', '2026-01-04T18:45:00.000Z'],
  ['2026-01-05', '23:30', 'America/Los_Angeles', '2026-01-06T07:30:00.000Z'],
  ['2026-01-05', '12:00', 'Pacific/Kiritimati', '2026-01-04T22:00:00.000Z'],
  ['2026-01-05', '12:00', 'Asia/Kathmandu', '2026-01-05T06:15:00.000Z'],
  // Twice that night: the earlier one.
  ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  // Never that night: clocks leap from 02:00 to 03:00.
  ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
])('%s %s in %s is %s', (day, time, zone, moment) => {
  expect(momentOf({ day, time }, zone)?.toISOString()).toBe(moment);
});

it('goes back to what was typed, but for the hour that never was', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe'])
    for (const clock of [
      { day: '2026-02-28', time: '23:59' },
      { day: '2026-12-31', time: '00:00' },
    ])
      expect(wallClockAt(momentOf(clock, zone) ?? new Date(0), zone)).toEqual(clock);
});

it.each([
  ['', '09:00'],
  ['2026-01-05', ''],
  ['2026-13-05', '09:00'],
])('%j %j is no moment', (day, time) => {
  expect(momentOf({ day, time }, 'UTC')).toBeUndefined();
});
