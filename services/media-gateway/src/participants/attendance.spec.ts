import { describe, expect, it } from 'vitest';
import { merged, secondsIn, type AttendanceInterval } from './attendance.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));
const stay = ([from, to]: readonly [number, number | null]): AttendanceInterval => ({
  joinedAt: at(from),
  leftAt: to === null ? null : at(to),
});
type Spans = readonly (readonly [number, number | null])[];

describe('stays become intervals', () => {
  it.each<[string, Spans, Spans, number]>([
    ['none', [], [], 0],
    ['one', [[0, 10]], [[0, 10]], 10],
    [
      'two apart, told in any order',
      [
        [20, 30],
        [0, 10],
      ],
      [
        [0, 10],
        [20, 30],
      ],
      20,
    ],
    [
      'two devices that overlap',
      [
        [0, 10],
        [5, 15],
      ],
      [[0, 15]],
      15,
    ],
    [
      'one device within the time of another',
      [
        [0, 30],
        [10, 20],
      ],
      [[0, 30]],
      30,
    ],
    [
      'the same twice',
      [
        [0, 10],
        [0, 10],
      ],
      [[0, 10]],
      10,
    ],
    [
      'one that begins as the other ends',
      [
        [0, 10],
        [10, 20],
      ],
      [[0, 20]],
      20,
    ],
    ['an open one', [[0, null]], [[0, null]], 60],
    [
      'an open one behind a closed one',
      [
        [0, 10],
        [20, null],
      ],
      [
        [0, 10],
        [20, null],
      ],
      50,
    ],
    [
      'an open one that swallows what came later',
      [
        [0, null],
        [5, 10],
        [20, null],
      ],
      [[0, null]],
      60,
    ],
    [
      'a closed one that an open one goes on from',
      [
        [0, 10],
        [5, null],
      ],
      [[0, null]],
      60,
    ],
    [
      'a chain of three',
      [
        [10, 20],
        [0, 12],
        [18, 25],
      ],
      [[0, 25]],
      25,
    ],
    ['one of no length', [[5, 5]], [[5, 5]], 0],
  ])('%s', (_, stays, intervals, minutes) => {
    const given = stays.map(stay);
    const before = structuredClone(given);
    const result = merged(given);
    expect(result).toEqual(intervals.map(stay));
    expect(secondsIn(result, at(60))).toBe(minutes * 60);
    expect(given).toEqual(before);
  });

  it('count an open one that begins ahead of our clock as nothing', () => {
    expect(secondsIn([stay([10, null])], at(5))).toBe(0);
  });
});
