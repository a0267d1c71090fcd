import { describe, expect, it } from 'vitest';
import { backoff } from './backoff';

describe('backoff', () => {
  it('doubles up to its ceiling', () => {
    expect([1, 2, 3, 4, 20].map((attempt) => backoff(attempt, 1))).toEqual([250, 500, 1000, 2000, 15_000]);
  });

  it('spreads over the upper half', () => {
    expect(backoff(3, 0)).toBe(500);
    expect(backoff(3, 0.5)).toBe(750);
  });
});
