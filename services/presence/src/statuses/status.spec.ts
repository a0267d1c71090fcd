import { describe, expect, it } from 'vitest';
import { NO_STATUS, statusOf, type AskedStatus } from './status.ts';

const now = new Date('2026-11-22T06:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const YEAR = 365 * 86_400_000;

describe('a status', () => {
  it('is taken as it was asked for, trimmed and composed; what says nothing is none', () => {
    const asked = { availability: 'BUSY', text: '  Cafe\u0301 ☕  ', expiresAt: later(YEAR) } as const;
    expect(statusOf(asked, now)).toEqual({ availability: 'BUSY', text: 'Café ☕', expiresAt: later(YEAR) });
    expect(statusOf({ text: '👩🏽‍🚀'.repeat(35) }, now).text).toHaveLength(35 * '👩🏽‍🚀'.length);
    for (const nothing of [{}, { text: ' ' }, { availability: null, text: null, expiresAt: later(1) }])
      expect(statusOf(nothing, now)).toEqual(NO_STATUS);
    expect(statusOf({ text: 'שלום \u200fabc' }, now).text).toBe('שלום \u200fabc');
  });

  it.each<[string, string, AskedStatus]>([
    ['141 characters', 'text', { text: 'é'.repeat(141) }],
    ['a line break', 'text', { text: 'a\nb' }],
    ['a NUL', 'text', { text: 'a\0' }],
    ['a control character of Latin-1', 'text', { text: 'a\u0085b' }],
    ['a separator of lines', 'text', { text: 'a\u2028b' }],
    ['a right-to-left override', 'text', { text: 'Ann \u202egnp.exe' }],
    ['an isolate', 'text', { text: '\u2067a' }],
    ['half of a surrogate pair', 'text', { text: 'a\ud800' }],
    ['ONLINE', 'availability', { availability: 'ONLINE' }],
    ['IN_A_CALL', 'availability', { availability: 'IN_A_CALL' }],
    ['an end that is over', 'expiresAt', { text: 'a', expiresAt: later(0) }],
    ['an end in two years', 'expiresAt', { availability: 'BUSY', expiresAt: later(2 * YEAR) }],
    ['no time at all', 'expiresAt', { text: 'a', expiresAt: new Date(Number.NaN) }],
  ])('is refused with %s', (_, field, asked) => {
    expect(() => statusOf(asked, now)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: [field] }));
  });
});
