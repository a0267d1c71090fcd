import { describe, expect, it } from 'vitest';
import { readTo } from './read-to';
import { stored } from './testing/stored';

const newest = [stored(11), stored(12, 'mine', 'me'), stored(13), stored(14)];

describe('where the unread line stands', () => {
  it('is where I have read to, be that loaded or not', () => {
    expect(readTo(newest, [{ userId: 'me', displayName: 'Me', seq: 3 }], 'me', 7)).toBe(3);
  });

  it('is before the last so many of the others where my mark is not known', () => {
    expect(readTo(newest, [{ userId: 'them', displayName: 'T', seq: 3 }], 'me', 2)).toBe(12);
    expect(readTo(newest, [], 'me', 50)).toBe(10);
  });

  it('is nowhere when all was read', () => {
    expect(readTo(newest, [{ userId: 'me', displayName: 'Me', seq: 3 }], 'me', 0)).toBe(0);
    expect(readTo([], [], 'me', 1)).toBe(0);
  });
});
