import { idFrom, type Interval } from '@parley/contracts';
import { expect, it } from 'vitest';
import type { Grant } from './grants.ts';
import { KeptSource, type LoggedEvent, type LogRange, type TopicPlace } from './kept-source.ts';
import { withCursor } from './live-owner.ts';
import { readPage } from './read-page.ts';

const user = idFrom('user', '1'.repeat(32));

class Numbers extends KeptSource<unknown> {
  readonly field = 'numbers';
  readonly args = { parse: (value: unknown) => value };
  readonly readyType = 'Ready';
  readonly resyncType = 'Resync';
  readonly asked: LogRange[] = [];

  constructor(private readonly special: Record<number, Partial<LoggedEvent>> = {}) {
    super();
  }

  open(): never {
    throw new Error('not here');
  }

  ends(): never {
    throw new Error('not here');
  }

  async read(_: TopicPlace, range: LogRange): Promise<LoggedEvent[]> {
    this.asked.push(range);
    const seqs = Array.from({ length: range.to - range.from + 1 }, (__, i) => range.from + i).slice(0, range.limit);
    return seqs.map((seq) => ({ seq, event: { __typename: 'Number', seq }, ...this.special[seq] }));
  }
}

const read = async (intervals: Interval[], question: object, source = new Numbers()) => {
  const grant = { field: 'numbers', topics: ['n'], intervals, holder: user } as unknown as Grant;
  const page = await readPage(source, grant, { after: 0, head: 100, limit: 500, maxBytes: 1e6, ...question }, (event) =>
    withCursor(event, `c${event.seq}`),
  );
  return { ...page, seqs: page.events.map(({ seq }) => seq) };
};

it('reads what may be read, through the head', async () => {
  expect(await read([[1, null]], { after: 97 })).toMatchObject({ seqs: [98, 99, 100], through: 100, more: false });
  expect(
    await read(
      [
        [1, 2],
        [99, null],
      ],
      {},
    ),
  ).toMatchObject({ seqs: [1, 2, 99, 100], through: 100, more: false });
  expect(await read([[1, 2]], {})).toMatchObject({ seqs: [1, 2], through: 100, more: false });
  expect(await read([[1, null]], { after: 100 })).toMatchObject({ seqs: [], through: 100, more: false });
});

it('cuts a page at its limit and at its size, but never makes an empty one', async () => {
  expect(await read([[1, null]], { limit: 3 })).toMatchObject({ seqs: [1, 2, 3], through: 3, more: true });
  expect(
    await read(
      [
        [1, 3],
        [9, null],
      ],
      { limit: 3 },
    ),
  ).toMatchObject({ seqs: [1, 2, 3], through: 3, more: true });
  expect(await read([[98, null]], { limit: 3 })).toMatchObject({ seqs: [98, 99, 100], through: 100, more: false });
  expect(await read([[1, null]], { maxBytes: 1 })).toMatchObject({ seqs: [1], through: 1, more: true });
  const size = JSON.stringify(withCursor({ seq: 1, event: { __typename: 'Number', seq: 1 } }, 'c1')).length;
  expect(await read([[1, null]], { maxBytes: 2 * size })).toMatchObject({ seqs: [1, 2], more: true });
});

it('stops behind the event with which the right to read ends', async () => {
  const source = new Numbers({ 50: { ends: [user] }, 40: { ends: [idFrom('user', '2'.repeat(32))] } });
  expect(await read([[49, null]], {}, source)).toMatchObject({ seqs: [49, 50], through: 50, more: true });
  expect((await read([[39, null]], { limit: 5 }, source)).seqs).toEqual([39, 40, 41, 42, 43]);
});

it('never asks beyond the head that was seen', async () => {
  const source = new Numbers();
  await read([[1, null]], { head: 7 }, source);
  expect(source.asked).toEqual([{ from: 1, to: 7, limit: 500 }]);
});
