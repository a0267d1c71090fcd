import { expect, it } from 'vitest';
import { accountOf, spansOf } from './missing.ts';
import type { PartState } from './recording.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 9, 0, 0) + second * 1_000);
const part = (state: PartState, from: number | null, seconds: number | null) => ({
  state,
  startedAt: from === null ? null : at(from),
  durationSeconds: seconds,
});
type Parts = readonly ReturnType<typeof part>[];

it.each<[string, Parts, number, readonly [number, number, number]]>([
  ['one whole part', [part('STOPPED', 0, 60)], 59.5, [0, 60, 0]],
  ['a gap between two', [part('LOST', 0, 30), part('STOPPED', 34.25, 30)], 64, [0, 64.25, 4.25]],
  ['one that fell silent before the end', [part('LOST', 0, 30)], 40, [0, 40, 10]],
  ['one that failed after the end was asked for', [part('FAILED', 0, 30.5)], 30, [0, 30.5, 0]],
  ['a straggler beside its successor', [part('LOST', 0, 36), part('STOPPED', 34, 26)], 60, [0, 60, 0]],
  ['a straggler that outlives it', [part('LOST', 0, 50), part('STOPPED', 34, 10)], 44, [0, 50, 0]],
  [
    'parts that hold nothing',
    [part('REFUSED', null, null), part('LOST', 5, null), part('STOPPED', 9, 10)],
    19,
    [9, 19, 0],
  ],
  ['a last part that holds nothing', [part('LOST', 0, 10), part('STOPPED', 12, null)], 20, [0, 20, 10]],
])('reckons what is missing: %s', (_name, parts, stopAsked, [from, to, missingSeconds]) => {
  expect(accountOf(parts, at(stopAsked))).toEqual({ startedAt: at(from), endedAt: at(to), missingSeconds });
});

it('knows nothing of a recording that holds nothing', () => {
  expect(accountOf([part('LOST', 3, null)], at(9))).toBeUndefined();
});

it('tells the parts in the order of time', () => {
  expect(spansOf([part('STOPPED', 34, 1), part('LOST', 0, 30), part('LOST', null, null)])).toEqual([
    { from: at(0), to: at(30) },
    { from: at(34), to: at(35) },
  ]);
});
