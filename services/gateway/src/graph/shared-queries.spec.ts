import { idFrom } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import type { Asking } from './asking.ts';
import type { Answer, Prepared } from './graph.ts';
import { refusal } from './refusals.ts';
import { SharedQueries } from './shared-queries.ts';

const asking = (user: string | undefined, requestId = 'r', ip = '1') =>
  ({
    requestId,
    ip,
    visitor: {
      user: user && {
        userId: idFrom('user', user),
        organisationId: idFrom('organisation', '0'),
        sessionId: idFrom('session', user),
        role: 'MEMBER',
      },
      expiresAt: undefined,
    },
  }) as Asking;
const prepared = (source: string, variables: Record<string, unknown> = {}, kind = 'query') =>
  ({ known: { source }, operation: { name: undefined, kind, rootFields: [source] }, variables }) as unknown as Prepared;

function slow(answer: Answer = { data: {} }) {
  const seen = { times: 0, end: (): void => undefined };
  const execute = () => {
    seen.times += 1;
    return new Promise<Answer>((resolve) => (seen.end = () => resolve(answer)));
  };
  return { seen, execute };
}

describe('queries in flight', () => {
  it('are shared by equal ones of one caller, and by nobody else', async () => {
    const queries = new SharedQueries();
    const { seen, execute } = slow();
    const equal = [0, 1, 2].map(() => queries.run(prepared('a'), asking('1'), execute, 0));
    expect(seen.times).toBe(1);
    for (const [query, who] of [
      [prepared('a'), asking('2')],
      [prepared('a'), asking(undefined)],
      [prepared('a'), asking('1', 'r', '2')],
      [prepared('b'), asking('1')],
      [prepared('a', { x: 1 }), asking('1')],
    ] as const) {
      const before = seen.times;
      void queries.run(query, who, execute, 0);
      expect(seen.times).toBe(before + 1);
    }
    const first = slow();
    void queries.run(prepared('c'), asking('1'), first.execute, 0);
    first.seen.end();
    await new Promise((resolve) => setTimeout(resolve));
    void queries.run(prepared('c'), asking('1'), first.execute, 0);
    expect(first.seen.times).toBe(2);
    expect(equal).toHaveLength(3);
  });

  it('are not joined late, nor after a mutation of that caller, so that one reads what one wrote', async () => {
    const queries = new SharedQueries();
    const { seen, execute } = slow();
    void queries.run(prepared('a'), asking('1'), execute, 0);
    void queries.run(prepared('a'), asking('1'), execute, 11);
    expect(seen.times).toBe(2);
    await queries.run(prepared('m', {}, 'mutation'), asking('1'), async () => ({ data: {} }), 12);
    void queries.run(prepared('a'), asking('1'), execute, 12);
    expect(seen.times).toBe(3);
  });

  it('never include mutations, nor what tells of the request itself', () => {
    const queries = new SharedQueries();
    const { seen, execute } = slow();
    for (const query of [prepared('m', {}, 'mutation'), prepared('rateLimit')]) {
      void queries.run(query, asking('1'), execute, 0);
      void queries.run(query, asking('1'), execute, 0);
    }
    expect(seen.times).toBe(4);
  });

  it('give each caller their own request id in errors', async () => {
    const queries = new SharedQueries();
    const { seen, execute } = slow({ data: null, errors: [refusal('UNAVAILABLE', 'x', 'one')] });
    const one = queries.run(prepared('a'), asking('1', 'one'), execute, 0);
    const two = queries.run(prepared('a'), asking('1', 'two'), execute, 0);
    seen.end();
    expect((await one).errors?.[0]?.extensions.requestId).toBe('one');
    expect((await two).errors?.[0]?.extensions.requestId).toBe('two');
  });
});
