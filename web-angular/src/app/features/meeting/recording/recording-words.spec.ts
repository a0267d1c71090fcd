import { describe, expect, it } from 'vitest';
import { elapsed } from './recording-words';

describe('the time of a recording', () => {
  it.each([
    [-3, '0:00'],
    [0.9, '0:00'],
    [65, '1:05'],
    [3599, '59:59'],
    [3845, '1:04:05'],
  ])('%d seconds: %s', (seconds, words) => {
    expect(elapsed(seconds)).toBe(words);
  });
});
