import { nextSpan, whenWords } from './when';

const plain = (words: string): string => words.replace(/\s/g, ' ');

it('says the day once where it is one', () => {
  const words = plain(whenWords('2026-01-05T09:00:00Z', '2026-01-05T09:30:00Z', 'en', 'UTC'));
  expect(words).toBe('Monday, January 5, 9:00 – 9:30 AM UTC');
});

it('says both where it goes past midnight', () => {
  const words = plain(whenWords('2026-01-05T23:30:00Z', '2026-01-06T00:30:00Z', 'en', 'UTC'));
  expect(words).toContain('Monday, January 5');
  expect(words).toContain('Tuesday, January 6');
});

it('says the start alone where no end is known', () => {
  expect(plain(whenWords('2026-01-05T09:00:00Z', null, 'en', 'UTC'))).toContain('9:00 AM');
});

it('moves the length of the first time to the next', () => {
  expect(
    nextSpan({
      startsAt: '2026-01-05T09:00:00Z',
      endsAt: '2026-01-05T09:30:00Z',
      nextStartsAt: '2026-01-12T09:00:00Z',
    }),
  ).toEqual({ startsAt: '2026-01-12T09:00:00Z', endsAt: '2026-01-12T09:30:00.000Z' });
  expect(nextSpan({ startsAt: null, endsAt: null, nextStartsAt: null })).toBeUndefined();
});
