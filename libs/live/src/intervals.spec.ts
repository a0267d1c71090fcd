import { expect, it } from 'vitest';
import { isLetInAfter, mayRead, openBehind, openFrom, readableParts } from './intervals.ts';

it('keeps to both ends', () => {
  const intervals: [number, number | null][] = [
    [5, 60],
    [80, null],
  ];
  expect([4, 5, 60, 61, 79, 80, 9_999].map((seq) => mayRead(intervals, seq))).toEqual([
    false,
    true,
    true,
    false,
    false,
    true,
    true,
  ]);
  expect(readableParts(intervals, 0, 100)).toEqual([
    [5, 60],
    [80, 100],
  ]);
  expect(readableParts(intervals, 60, 79)).toEqual([]);
  expect(readableParts(intervals, 30, 85)).toEqual([
    [31, 60],
    [80, 85],
  ]);
  expect(openFrom(intervals)).toBe(80);
  expect(openFrom([[1, 4]])).toBeUndefined();
  expect([30, 60, 90].map((seq) => openBehind(intervals, seq))).toEqual([undefined, 79, 90]);
  expect(openBehind([[1, 4]], 9)).toBeUndefined();
  expect([60, 80].map((seq) => isLetInAfter(intervals, seq))).toEqual([true, false]);
});
