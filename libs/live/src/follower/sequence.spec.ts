import type { KeptEvent } from '@parley/contracts';
import { expect, it } from 'vitest';
import { randomFrom } from '../../test/stage/random.ts';
import { Sequence } from './sequence.ts';

const event = (seq: number): KeptEvent => ({ seq, cursor: `c${seq}`, event: { __typename: 'E' } });
const page = (from: number, to: number, through = to) => {
  const events = Array.from({ length: to - from + 1 }, (_, i) => event(from + i));
  return { ok: true, kind: 'kept', epoch: 'one', head: through, through, events, more: false } as const;
};

function sequenceAt(seq: number) {
  const seen: number[] = [];
  const sequence = new Sequence((one) => seen.push(one.seq));
  sequence.startAt({ seq, cursor: `c${seq}` }, 'one');
  return { sequence, seen };
}

it('hands on in order and once, says when something is missing, and takes the log’s word', () => {
  const { sequence, seen } = sequenceAt(5);
  expect([3, 5, 6, 6, 7].map((seq) => sequence.offer(event(seq), 'one'))).toEqual([false, false, false, false, false]);
  expect([10, 9].map((seq) => sequence.offer(event(seq), 'one'))).toEqual([true, true]);
  expect(sequence.absorb(page(6, 8))).toBe(false);
  expect(seen).toEqual([6, 7, 8, 9, 10]);
  expect(sequence.place).toEqual({ seq: 10, cursor: 'c10' });
  // The log says that 11 and 12 are not there.
  expect(sequence.absorb(page(13, 12, 12))).toBe(false);
  expect(sequence.offer(event(13), 'one')).toBe(false);
  expect(seen.at(-1)).toBe(13);
  expect(sequence.since(9)?.map(({ seq }) => seq)).toEqual([10, 13]);
});

it('keeps what comes before it is told where it stands, and forgets what is of another epoch', () => {
  const seen: number[] = [];
  const sequence = new Sequence((one) => seen.push(one.seq));
  [4, 5, 6].forEach((seq) => sequence.offer(event(seq), 'one'));
  sequence.startAt({ seq: 4, cursor: 'c4' }, 'one');
  expect(sequence.drain()).toBe(false);
  expect(seen).toEqual([5, 6]);
  sequence.rest();
  sequence.offer(event(7), 'one');
  sequence.startAt({ seq: 6, cursor: 'c6' }, 'two');
  expect(sequence.drain()).toBe(false);
  expect(seen).toEqual([5, 6]);
});

it.each([1, 2, 3, 4])(
  'is a gapless run whatever comes, when the log is asked whenever something is missing (seed %i)',
  (seed) => {
    const random = randomFrom(seed);
    const { sequence, seen } = sequenceAt(0);
    for (let head = 1; head <= 2_000; head++) {
      const wild = Math.max(1, head - Math.floor(random() * 20));
      const isMissing = random() < 0.7 && sequence.offer(event(random() < 0.5 ? head : wild), 'one');
      if (isMissing && random() < 0.3)
        sequence.absorb(page((sequence.place?.seq ?? 0) + 1, head - Math.floor(random() * 3)));
    }
    sequence.absorb(page((sequence.place?.seq ?? 0) + 1, 2_000));
    expect(seen).toEqual(Array.from({ length: 2_000 }, (_, i) => i + 1));
  },
);
