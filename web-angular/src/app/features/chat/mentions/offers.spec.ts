import { describe, expect, it } from 'vitest';
import { call, callAt, calledIn, offersOf } from './offers';

const people = ['Ada Lovelace', 'Ben', 'Zoë Adams', 'Adam', 'Émile'].map((displayName) => ({
  userId: displayName,
  displayName,
}));

describe('calling somebody', () => {
  it.each<[string, number, string | undefined]>([
    ['@', 1, ''],
    ['hey @Ad', 7, 'Ad'],
    ['hey @Ada Lo', 11, 'Ada Lo'],
    ['(@b', 3, 'b'],
    ['line\n@b', 7, 'b'],
    ['mail me@example.com', 19, undefined],
    ['@ada, hi\nnext', 13, undefined],
    ['no one', 6, undefined],
    ['hey @Ad and more', 7, 'Ad'],
  ])('is begun in %j at %d: %s', (text, caret, query) => {
    expect(callAt(text, caret)?.query).toBe(query);
  });

  it.each<[string, string[]]>([
    ['', ['Ada Lovelace', 'Ben', 'Zoë Adams', 'Adam', 'Émile']],
    ['ad', ['Ada Lovelace', 'Adam', 'Zoë Adams']],
    ['ada l', ['Ada Lovelace']],
    ['zoe', ['Zoë Adams']],
    ['emi', ['Émile']],
    ['dam', []],
  ])('offers whose names begin with %j', (query, names) => {
    expect(offersOf(people, query).map(({ displayName }) => displayName)).toEqual(names);
  });

  it('puts the name in place of what was begun, and keeps what stands around it', () => {
    const text = 'hey @ad, look';
    expect(call(text, 7, callAt(text, 7) ?? { from: 0, query: '' }, people[0]!)).toEqual({
      text: 'hey @Ada Lovelace , look',
      caret: 18,
    });
  });

  it('counts while the name stands there', () => {
    expect(calledIn('hey @Ben and Adam', people).map(({ displayName }) => displayName)).toEqual(['Ben']);
  });
});
