import { Ends, recurrenceFor, Repeat, repeatOf } from './repeat';

const TEN: Ends = { by: 'count', count: 10, until: '' };
const LAST = new Date('2026-03-01T22:59:00Z');

it.each<[Repeat, object | undefined]>([
  ['none', { frequency: 'DAILY', count: 1 }],
  ['daily', { frequency: 'DAILY', interval: 1, count: 10 }],
  [
    'workdays',
    { frequency: 'WEEKLY', interval: 1, count: 10, weekdays: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] },
  ],
  ['weekly', { frequency: 'WEEKLY', interval: 1, count: 10 }],
  ['fortnightly', { frequency: 'WEEKLY', interval: 2, count: 10 }],
  ['monthly', { frequency: 'MONTHLY', interval: 1, count: 10 }],
  ['as-before', undefined],
])('%s is sent as %o', (repeat, input) => {
  expect(recurrenceFor(repeat, TEN, undefined)).toEqual(input);
});

it('ends by one thing or the other, never by both', () => {
  const until = recurrenceFor('daily', { by: 'until', count: 10, until: '2026-03-01' }, LAST);
  expect(until).toEqual({ frequency: 'DAILY', interval: 1, until: LAST.toISOString() });
});

it('is read back as it was chosen; what one cannot choose stays as it was', () => {
  for (const repeat of ['daily', 'workdays', 'weekly', 'fortnightly', 'monthly'] as const) {
    const sent = recurrenceFor(repeat, TEN, undefined);
    expect(
      repeatOf({
        frequency: sent?.frequency ?? 'DAILY',
        interval: sent?.interval ?? 1,
        weekdays: [...((sent?.weekdays as []) ?? [])],
        count: 10,
        until: null,
      }),
    ).toBe(repeat);
  }
  expect(repeatOf(null)).toBe('none');
  expect(repeatOf({ frequency: 'WEEKLY', interval: 1, weekdays: ['MONDAY', 'FRIDAY'], count: 4, until: null })).toBe(
    'as-before',
  );
  expect(repeatOf({ frequency: 'DAILY', interval: 3, weekdays: [], count: 4, until: null })).toBe('as-before');
});
