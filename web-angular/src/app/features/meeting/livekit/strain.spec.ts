import { describe, expect, it } from 'vitest';
import { isOverworked, isStrained, Look } from './strain';

const look = (more: Partial<Look> = {}): Look => ({ decoded: 500, dropped: 0, isSendingLimited: false, ...more });

describe('a computer at its limit', () => {
  const table: readonly [string, Look, boolean][] = [
    ['is none that drops nothing', look(), false],
    ['is none that drops a few frames', look({ decoded: 450, dropped: 50 }), false],
    ['drops many', look({ decoded: 400, dropped: 100 }), true],
    ['is not told by a handful of frames', look({ decoded: 10, dropped: 30 }), false],
    ['is told by its encoder', look({ decoded: 0, isSendingLimited: true }), true],
  ];
  for (const [words, one, is] of table) it(words, () => expect(isStrained(one)).toBe(is));

  it('is known after three looks in a row, and not for one that passes', () => {
    const bad = look({ isSendingLimited: true });
    expect(isOverworked([bad, bad])).toBe(false);
    expect(isOverworked([bad, bad, look()])).toBe(false);
    expect(isOverworked([look(), bad, bad])).toBe(false);
    expect(isOverworked([look(), bad, bad, bad])).toBe(true);
  });
});
