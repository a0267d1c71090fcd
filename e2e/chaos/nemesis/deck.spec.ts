import { expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { deal, PARTS } from './deck.ts';

const words = (seed: number, count: number, canCut = true) =>
  deal(randomOf(seed), count, canCut).map(({ kind, part }) => `${kind} ${part}`);

test('the same seed deals the same faults, another one others', () => {
  expect(words(7, 50)).toEqual(words(7, 50));
  expect(words(7, 50)).not.toEqual(words(8, 50));
});

test.each([1, 2, 3])('a short run misses nothing that it is there for (seed %i)', (seed) => {
  const faults = words(seed, 20);
  expect(faults).toHaveLength(20);
  for (const one of ['kill chat', 'kill gateway', 'kill postgres', 'stop postgres', 'wipe nats', 'away nats'])
    expect(faults).toContain(one);
  expect(faults.filter((fault) => fault.startsWith('pause'))).toHaveLength(2);
});

test('a long run does everything to everybody', () => {
  const faults = words(1, 200);
  expect(faults).toHaveLength(200);
  for (const part of PARTS)
    for (const kind of ['kill', 'restart', 'cut', 'pause']) expect(faults).toContain(`${kind} ${part}`);
});

test('nothing is cut where nothing can be', () => {
  expect(words(1, 200, false).filter((fault) => fault.startsWith('cut'))).toEqual([]);
});

test('only what is meant is tormented', () => {
  const faults = deal(randomOf(1), 60, true, ['nats', 'chat']);
  expect(new Set(faults.map(({ part }) => part))).toEqual(new Set(['nats', 'chat']));
});
