import { expect, test } from 'vitest';
import { readSliceKey, sliceKey } from './slice-key.ts';

const name = { storageKey: 'org_a/rec_b/part-1', seq: 7, endedAt: 1_764_000_000_123 };

test('a key says which slice it is', () => {
  expect(sliceKey(name)).toBe('org_a/rec_b/part-1/000007-1764000000123.slice');
  expect(readSliceKey(sliceKey(name))).toEqual(name);
});

test('keys sort as slices follow each other', () => {
  const keys = [9, 10, 100, 99_999].map((seq) => sliceKey({ ...name, seq }));
  expect(keys.toSorted()).toEqual(keys);
});

test.each(['org_a/rec_b/part-1/recording.mp4', '000007-1764000000123.slice', 'a/7-1764000000123.slice'])(
  '%s is no slice',
  (key) => expect(readSliceKey(key)).toBeUndefined(),
);
