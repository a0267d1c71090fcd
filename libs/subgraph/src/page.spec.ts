import { describe, expect, it } from 'vitest';
import { page, pageOf, type PageRequest } from './page.ts';

const SHAPE = [/^\d+$/];
const all = Array.from({ length: 25 }, (_, i) => i + 1);

function read(request: PageRequest) {
  const asked = page(request, SHAPE);
  const edge = asked.key === undefined ? undefined : Number(asked.key[0]);
  const rows =
    asked.direction === 'forward'
      ? all.filter((n) => n > (edge ?? 0))
      : all.filter((n) => n < (edge ?? 99)).toReversed();
  return pageOf(
    asked,
    rows.slice(0, asked.limit + 1),
    (n) => [String(n)],
    (n) => n,
  );
}

describe('pages', () => {
  it('walk a list forwards and backwards without gap or repetition', () => {
    const forwards: number[] = [];
    for (let after: string | null = null; ;) {
      const { nodes, pageInfo } = read({ first: 10, after });
      forwards.push(...nodes);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(forwards).toEqual(all);
    const newest = read({ last: 10 });
    expect(newest.nodes).toEqual(all.slice(15));
    expect(newest.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    expect(read({ last: 10, before: newest.pageInfo.startCursor }).nodes).toEqual(all.slice(5, 15));
  });

  it('refuse what is not a page', () => {
    const bad: PageRequest[] = [
      {},
      { first: 1, last: 1 },
      { first: 0 },
      { first: 101 },
      { last: -1 },
      { first: 1, before: 'x' },
      { first: 1, after: 'not a cursor' },
      { first: 1, after: Buffer.from("1'; DROP").toString('base64url') },
      { first: 1, after: Buffer.from('1\n2').toString('base64url') },
    ];
    for (const request of bad)
      expect(() => page(request, SHAPE)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});
