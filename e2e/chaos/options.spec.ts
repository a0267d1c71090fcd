import { expect, test } from 'vitest';
import { optionsOf } from './options.ts';

test('what is not said has a default, the seed a new one each time', () => {
  const { seed, faults, pause, isJudging, only } = optionsOf([]);
  expect({ faults, pause, isJudging }).toEqual({ faults: 20, pause: 15, isJudging: false });
  expect(only).toContain('postgres');
  expect(Number.isInteger(seed)).toBe(true);
});

test('what is said counts', () => {
  const words = ['--faults=200', '--acknowledged=1000000', '--seed=7', '--in-flight=2', '--only=nats,chat'];
  expect(optionsOf(words)).toMatchObject({
    faults: 200,
    acknowledged: 1e6,
    seed: 7,
    inFlight: 2,
    only: ['nats', 'chat'],
  });
  expect(optionsOf(['--judge', 'there'])).toMatchObject({ folder: 'there', isJudging: true });
});

test.each([['--faults=many'], ['--faults=-1'], ['--people=3'], ['--only=livekit'], ['--loud']])(
  '%s is refused',
  (word) => {
    expect(() => optionsOf([word])).toThrow();
  },
);
