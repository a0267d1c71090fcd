import { describe, expect, it } from 'vitest';
import { newMeetingCode, readMeetingCode } from './meeting-code.ts';

describe('meeting codes', () => {
  it('are three groups of unmistakable letters, and all different', () => {
    const codes = Array.from({ length: 1_000 }, newMeetingCode);
    expect(new Set(codes).size).toBe(1_000);
    for (const code of codes)
      expect(code).toMatch(/^[b-df-hjkmnp-tv-z]{3}-[b-df-hjkmnp-tv-z]{4}-[b-df-hjkmnp-tv-z]{3}$/);
  });

  it('are read as people type them', () => {
    for (const typed of ['bcd-fghj-kmn', 'BCD FGHJ KMN', ' bcdfghjkmn ', 'bcd–fghj—kmn', 'b-c-d-f-g-h-j-k-m-n'])
      expect(readMeetingCode(typed)).toBe('bcd-fghj-kmn');
  });

  it('are refused when they cannot be one', () => {
    for (const typed of [
      '',
      'bcd-fghj-km',
      'bcd-fghj-kmnp',
      'acd-fghj-kmn',
      'bcd-fghj-km1',
      `${' '.repeat(99)}bcdfghjkmn`,
    ])
      expect(readMeetingCode(typed)).toBeUndefined();
  });
});
