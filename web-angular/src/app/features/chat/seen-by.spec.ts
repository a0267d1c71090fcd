import { describe, expect, it } from 'vitest';
import type { StoredMessage } from './message-log';
import { moveMarks, seenWords } from './seen-by';

const mark = (userId: string, seq: number, displayName = userId.toUpperCase()) => ({ userId, seq, displayName });
const last = (userId: string, seq: number) => ({ seq, author: { userId } }) as StoredMessage;

describe('who has read', () => {
  it('is told of the last message, of the others only', () => {
    const marks = [mark('me', 9), mark('a', 5), mark('b', 4), mark('c', 7)];
    expect(seenWords(last('me', 5), marks, 'me', false)).toBe('Seen by A and C');
    expect(seenWords(last('a', 5), marks, 'me', false)).toBe('Seen by C');
    expect(seenWords(last('me', 8), marks, 'me', false)).toBe('');
    expect(seenWords(undefined, marks, 'me', false)).toBe('');
  });

  it('is one word between two, and only of what I said', () => {
    expect(seenWords(last('me', 5), [mark('a', 5)], 'me', true)).toBe('Seen');
    expect(seenWords(last('a', 5), [mark('a', 5)], 'me', true)).toBe('');
  });

  it('moves forward only, and keeps the name that is known', () => {
    const marks = moveMarks([mark('a', 5)], [mark('a', 7, ''), mark('b', 1, '')]);
    expect(marks).toEqual([mark('a', 7)]);
    expect(moveMarks(marks, [mark('a', 6)])).toEqual(marks);
  });
});
