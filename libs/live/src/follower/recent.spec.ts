import type { KeptEvent } from '@parley/contracts';
import { expect, it } from 'vitest';
import { Ahead } from './ahead.ts';
import { Recent } from './recent.ts';

const event = (seq: number): KeptEvent => ({ seq, cursor: `c${seq}`, event: { __typename: 'E' } });
const seqs = (events: KeptEvent[] | undefined) => events?.map(({ seq }) => seq);

it('has everything behind its start until that is too much, and says when it has not', () => {
  const recent = new Recent(2);
  expect(recent.after(0)).toBeUndefined();
  recent.startAt(10);
  expect(seqs(recent.after(10))).toEqual([]);
  expect(recent.after(9)).toBeUndefined();
  [11, 12, 13].forEach((seq) => recent.push(event(seq)));
  expect(seqs(recent.after(11))).toEqual([12, 13]);
  recent.push(event(14));
  expect(recent.after(11)).toBeUndefined();
  expect(seqs(recent.after(12))).toEqual([13, 14]);
});

it('keeps what is ahead of one epoch only, and throws all of it away when it overflows', () => {
  const ahead = new Ahead(3);
  [4, 5, 6].forEach((seq) => ahead.put(event(seq), 'one'));
  ahead.keepBehind(4, 'one');
  expect([ahead.size, ahead.take(5)?.seq, ahead.take(5)]).toEqual([2, 5, undefined]);
  ahead.put(event(9), 'two');
  expect(ahead.size).toBe(1);
  [10, 11, 12].forEach((seq) => ahead.put(event(seq), 'two'));
  expect([ahead.size, ahead.take(12)?.seq]).toEqual([1, 12]);
  ahead.put(event(20), 'two');
  ahead.keepBehind(1, 'three');
  expect(ahead.size).toBe(0);
});
