import { describe, expect, it } from 'vitest';
import { codeIn } from './meeting-link';

describe('the code in what was typed', () => {
  it.each([
    ['abc-defg-hij', 'abc-defg-hij'],
    ['  abc-defg-hij ', 'abc-defg-hij'],
    ['https://meet.example.com/m/abc-defg-hij', 'abc-defg-hij'],
    ['meet.example.com/m/abc-defg-hij?x=1#y', 'abc-defg-hij'],
    ['Come: http://localhost:4000/m/abc-defg-hij', 'abc-defg-hij'],
  ])('%s', (typed, code) => expect(codeIn(typed)).toBe(code));

  it.each(['', '  ', 'not a code', 'https://example.com/', '../settings', 'a'])('is nothing in "%s"', (typed) =>
    expect(codeIn(typed)).toBeUndefined(),
  );
});
