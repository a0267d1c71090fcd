import { describe, expect, it } from 'vitest';
import { CpuGuard, JUDGE_MS, Pace } from './cpu-guard';

/** The paces after each stretch: how long a picture takes, for how many seconds. */
function paces(stretches: readonly (readonly [workMs: number, seconds: number])[], guard = new CpuGuard()): Pace[] {
  let now = 0;
  return stretches.map(([workMs, seconds]) => {
    const until = now + seconds * 1000;
    while (now < until && guard.pace > 0) guard.note(workMs, (now += 1000 / guard.pace));
    now = Math.max(now, until);
    return guard.pace;
  });
}

describe('the guard of the blur', () => {
  it.each<[string, [number, number][], Pace[]]>([
    ['a quick computer keeps its pace', [[5, 60]], [30]],
    [
      'a hiccup of a second changes nothing',
      [
        [5, 2.5],
        [60, 0.5],
        [5, 10],
      ],
      [30, 30, 30],
    ],
    [
      'a slower one goes at half the pace, and stays there',
      [
        [25, 3.5],
        [25, 60],
      ],
      [15, 15],
    ],
    [
      'one that is too slow gives up after two looks',
      [
        [80, 3.5],
        [80, 3.5],
      ],
      [15, 0],
    ],
    [
      'one that becomes too slow later gives up then',
      [
        [5, 30],
        [80, 3.5],
        [80, 3.5],
      ],
      [30, 15, 0],
    ],
    [
      'what has given up does not begin again',
      [
        [80, 8],
        [1, 60],
      ],
      [0, 0],
    ],
  ])('%s', (_, stretches, expected) => expect(paces(stretches)).toEqual(expected));

  it('a budget of next to nothing is over at once', () => {
    expect(paces([[2, (2 * JUDGE_MS) / 1000 + 0.5]], new CpuGuard(0.001))).toEqual([0]);
  });
});
