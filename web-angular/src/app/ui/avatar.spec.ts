import { describe, expect, it } from 'vitest';
import { hueOf, initialsOf } from './avatar';

describe('avatars', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['  grace   brewster hopper ', 'GH'],
    ['Plato', 'P'],
    ['👩‍💻 Dev', '👩‍💻D'],
    ['', ''],
  ])('%s → %s', (name, initials) => expect(initialsOf(name)).toBe(initials));

  it('give the same person the same hue, one of twelve', () => {
    expect(hueOf('usr_1')).toBe(hueOf('usr_1'));
    const hues = new Set(Array.from({ length: 200 }, (_, n) => hueOf(`usr_${n}`)));
    expect([...hues].every((hue) => hue % 30 === 0 && hue < 360)).toBe(true);
    expect(hues.size).toBe(12);
  });
});
