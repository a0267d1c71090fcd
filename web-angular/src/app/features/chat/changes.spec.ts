import { describe, expect, it } from 'vitest';
import { Change, ChangeLine, changeWords, listed, mergeChanges, withChanges } from './changes';

const one = (userId: string) => ({ userId, displayName: userId.toUpperCase(), avatarUrl: null });
const added = (seq: number, who: string, by: string): Change => ({
  __typename: 'MemberAdded',
  seq,
  at: '',
  member: one(who),
  by: one(by),
});
const removed = (seq: number, who: string, by: string): Change => ({
  __typename: 'MemberRemoved',
  seq,
  at: '',
  member: one(who),
  remover: one(by),
});
const titled = (seq: number, title: string | null, by: string): Change => ({
  __typename: 'TitleChanged',
  seq,
  at: '',
  title,
  by: one(by),
});
const words = (...changes: Change[]): string => changeWords({ key: '', changes }, 'me');
const shape = (rows: readonly (number | ChangeLine)[]) =>
  rows.map((row) => (typeof row === 'number' ? row : row.changes.map(({ seq }) => `c${seq}`)));

describe('changes', () => {
  it('stand where they happened, joined when one person adds several', () => {
    const changes = [
      added(1, 'a', 'x'),
      added(2, 'b', 'x'),
      added(3, 'c', 'y'),
      titled(5, 'T', 'x'),
      removed(8, 'a', 'x'),
    ];
    const rows = withChanges([4, 6, 7, -1], changes, (seq) => (seq < 0 ? undefined : seq), false);
    expect(shape(rows)).toEqual([['c1', 'c2'], ['c3'], 4, ['c5'], 6, 7, ['c8'], -1]);
  });

  it('of rows that are not loaded wait for them; without rows all are there', () => {
    const changes = [added(1, 'a', 'x'), removed(5, 'a', 'x')];
    expect(shape(withChanges([4, 6], changes, (seq) => seq, true))).toEqual([4, ['c5'], 6]);
    expect(shape(withChanges([] as number[], changes, (seq) => seq, false))).toEqual([['c1'], ['c5']]);
  });

  it('are there once, by seq', () => {
    expect(mergeChanges([added(3, 'a', 'x')], [added(1, 'b', 'x'), added(3, 'a', 'x')]).map(({ seq }) => seq)).toEqual([
      1, 3,
    ]);
  });

  it('say who did what', () => {
    expect(words(added(1, 'a', 'x'), added(2, 'me', 'x'))).toBe('X added A and you.');
    expect(words(added(1, 'a', 'me'))).toBe('You added A.');
    expect(words(removed(1, 'a', 'x'))).toBe('X removed A.');
    expect(words(removed(1, 'me', 'x'))).toBe('X removed you.');
    expect(words(removed(1, 'a', 'a'))).toBe('A left.');
    expect(words(removed(1, 'me', 'me'))).toBe('You left.');
    expect(words(titled(1, 'Tea', 'x'))).toBe('X named the group Tea.');
    expect(words(titled(1, null, 'me'))).toBe('You removed the group’s title.');
  });

  it('count names beyond three', () => {
    expect(listed(['A', 'B', 'C'])).toBe('A, B, and C');
    expect(listed(['A', 'B', 'C', 'D'])).toBe('A, B and 2 others');
  });
});
