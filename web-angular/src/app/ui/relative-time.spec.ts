import { describe, expect, it } from 'vitest';
import { relative } from './relative-time';

const now = Date.parse('2026-05-10T12:00:00Z');
const ago = (minutes: number): string => relative(now - minutes * 60_000, now, 'en');

describe('relative times', () => {
  it('are relative under a day and a date after it', () => {
    expect([ago(0), ago(5), ago(180)]).toEqual(['Just now', '5m ago', '3h ago']);
    expect(ago(25 * 60)).toMatch(/May 9/);
    expect(ago(400 * 24 * 60)).toMatch(/2025/);
  });

  it('never lie in the future', () => {
    expect(ago(-5)).toBe('Just now');
  });
});
