import { expect, it } from 'vitest';
import { isQuiet, requireQuiet } from './quiet-hours.ts';

const night = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' };

it.each([
  ['2026-01-10T20:59:00Z', false],
  ['2026-01-10T21:00:00Z', true],
  ['2026-01-11T05:59:00Z', true],
  ['2026-01-11T06:00:00Z', false],
  // In summer Berlin is two hours ahead.
  ['2026-07-10T20:00:00Z', true],
  ['2026-07-11T05:00:00Z', false],
])('over midnight, where the person is: %s is %s', (now, quiet) => {
  expect(isQuiet(night, new Date(now))).toBe(quiet);
});

it.each([
  ['2026-01-10T11:59:00Z', false],
  ['2026-01-10T12:00:00Z', true],
  ['2026-01-10T13:30:00Z', false],
])('within a day: %s is %s', (now, quiet) => {
  expect(isQuiet({ from: '12:00', to: '13:30', timeZone: 'UTC' }, new Date(now))).toBe(quiet);
});

it('is all day from a minute to the same', () => {
  expect(isQuiet({ ...night, to: '22:00' }, new Date('2026-01-10T12:00:00Z'))).toBe(true);
});

it.each([
  [{ from: '24:00' }, 'quietFrom'],
  [{ from: '9:00' }, 'quietFrom'],
  [{ to: '12:60' }, 'quietTo'],
  [{ to: '' }, 'quietTo'],
  [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
  [{ timeZone: '+02:00' }, 'timeZone'],
  [{ timeZone: '' }, 'timeZone'],
])('refuses %o', (wrong, field) => {
  expect(() => requireQuiet({ ...night, ...wrong })).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', field: [field] }),
  );
});
