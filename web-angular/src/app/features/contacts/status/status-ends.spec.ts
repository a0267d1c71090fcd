import { describe, expect, it } from 'vitest';
import { endOf, endWords } from './status-ends';

const now = new Date(2026, 10, 22, 22, 40).getTime();

describe('the end of a status', () => {
  it('is in half an hour, in an hour, at midnight, when it was, or never', () => {
    expect(endOf('half-hour', now, null)).toBe(new Date(2026, 10, 22, 23, 10).toISOString());
    expect(endOf('hour', now, null)).toBe(new Date(2026, 10, 22, 23, 40).toISOString());
    expect(endOf('today', now, null)).toBe(new Date(2026, 10, 23).toISOString());
    expect(endOf('kept', now, 'x')).toBe('x');
    expect(endOf('never', now, 'x')).toBeNull();
  });

  it('is said as a time, with the day where it is another', () => {
    expect(endWords(new Date(2026, 10, 22, 23, 10).toISOString(), now, 'en-GB')).toBe('23:10');
    expect(endWords(new Date(2026, 10, 23, 9, 0).toISOString(), now, 'en-GB')).toBe('23 Nov 2026, 09:00');
  });
});
