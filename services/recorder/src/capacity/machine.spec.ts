import { expect, test } from 'vitest';
import { slotsOf } from './machine.ts';

const GIB = 1024 ** 3;

test.each([
  [1, 1 * GIB, 1],
  [2, 8 * GIB, 2],
  [4, 16 * GIB, 5],
  [16, 4 * GIB, 5],
  [0.5, 0.2 * GIB, 1],
  [2 / 2, (8 * GIB) / 2, 1],
])('%d cores and %d bytes carry %d recordings', (cores, memory, slots) => {
  expect(slotsOf(cores, memory)).toBe(slots);
});
