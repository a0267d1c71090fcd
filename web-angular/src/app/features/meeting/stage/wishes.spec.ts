import { describe, expect, it } from 'vitest';
import { layout, StageItem } from './layout';
import { itemOf, MOST_WHEN_THRIFTY, wishesOf } from './wishes';

const people = (count: number): StageItem[] =>
  Array.from({ length: count }, (_, n) => ({ id: `camera p ${n}`, kind: 'camera', isLocal: false }));
const size = { width: 1264, height: 650 };
const full = { isThrifty: false, pinned: [] };

describe('what is looked at', () => {
  it('is what stands on the page, and nothing of the others', () => {
    const first = wishesOf(layout(people(30), size).placed, full);
    const second = wishesOf(layout(people(30), size, { page: 1 }).placed, full);
    expect(first).toHaveLength(25);
    expect(second.map(({ identity }) => identity)).toEqual(['p 25', 'p 26', 'p 27', 'p 28', 'p 29']);
    expect(first.some(({ isThrifty }) => isThrifty)).toBe(false);
  });

  it('is little where computing is short: the pinned whole, of the others the first few', () => {
    const items = [{ id: 'screen s', kind: 'screen', isLocal: false } as const, ...people(9)];
    const pinned = ['camera p 7'];
    const { placed } = layout(items, size, { large: pinned });
    const wishes = wishesOf(placed, { isThrifty: true, pinned });
    expect(wishes[0]).toEqual({ source: 'camera', identity: 'p 7' });
    expect(wishes.slice(1).every(({ isThrifty }) => isThrifty)).toBe(true);
    expect(wishes).toHaveLength(1 + MOST_WHEN_THRIFTY);
  });

  it('has a large screen whole, whatever is short', () => {
    const items = [{ id: 'screen s', kind: 'screen', isLocal: false } as const, ...people(9)];
    const { placed } = layout(items, size, { large: ['screen s'] });
    expect(wishesOf(placed, { isThrifty: true, pinned: [] })[0]).toEqual({ source: 'screen', identity: 's' });
  });

  it('names people and sources by the ids of items', () => {
    expect(itemOf('screen a b')).toEqual({ source: 'screen', identity: 'a b' });
    expect(itemOf('camera x')).toEqual({ source: 'camera', identity: 'x' });
  });
});
