import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

describe('pace', () => {
  it('is five in any five seconds, each person for themselves; what was too soon does not count', () => {
    const pace = new Pace({ most: 5, withinMs: 5_000 });
    for (const now of [0, 4_000, 4_100, 4_200, 4_300]) expect(pace.take('ada', now)).toBe(0);
    expect(pace.take('ada', 4_900)).toBe(100);
    expect(pace.take('mara', 4_900)).toBe(0);
    expect(pace.take('ada', 5_000)).toBe(0);
    expect(pace.take('ada', 5_001)).toBe(3_999);
    expect(pace.take('ada', 9_000)).toBe(0);
  });

  it('forgets those who are quiet', () => {
    const pace = new Pace({ most: 5, withinMs: 5_000 });
    for (let person = 0; person < 3_000; person += 1) expect(pace.take(`p${person}`, person * 10)).toBe(0);
    expect(Reflect.get(pace, 'times').size).toBeLessThan(1_600);
  });
});
