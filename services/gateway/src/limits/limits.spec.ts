import { Kind, parse, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Budget } from './budget.ts';
import { costOf, costPlanOf, type Cost } from './cost.ts';
import { tooLarge } from './measure.ts';

function cost(source: string, variables: Record<string, unknown> = {}): Cost {
  const { definitions } = parse(source);
  const fragments = definitions.filter((d): d is FragmentDefinitionNode => d.kind === Kind.FRAGMENT_DEFINITION);
  const operation = definitions.find((d): d is OperationDefinitionNode => d.kind === Kind.OPERATION_DEFINITION);
  return costOf(
    costPlanOf(operation as OperationDefinitionNode, new Map(fragments.map((f) => [f.name.value, f]))),
    variables,
  );
}

describe('cost', () => {
  it('counts objects as often as they may be answered, wherever the size comes from', () => {
    expect(cost('{ me { id } }')).toEqual({ points: 2 });
    expect(cost('{ list(first: 20) { nodes { author { id } } } }')).toEqual({ points: 1 + 1 + 20 * 2 });
    expect(cost('query($n: Int!) { list(last: $n) { nodes { id } } }', { n: 5 })).toEqual({ points: 1 + 1 + 5 });
    expect(
      cost('{ list(first: 10) { ...f } } fragment f on L { nodes { inner(first: 10) { nodes { id } } } }'),
    ).toEqual({ points: 1 + 1 + 10 * (1 + 1 + 10) });
    expect(
      cost('query($ids: [ID!]!) { nodes(ids: $ids) { ... on User { a { id } } } }', { ids: ['a', 'b', 'c'] }),
    ).toEqual({ points: 1 + 1 + 3 });
    expect(cost('mutation { send(input: {}) { message { id } } }')).toEqual({ points: 10 + 1 + 1 });
  });

  it('refuses pages and lists of a wrong size', () => {
    for (const first of [0, -1, 101])
      expect(cost('query($n: Int!) { list(first: $n) { nodes { id } } }', { n: first })).toHaveProperty('problem');
    const ids = (n: number) => Array.from({ length: n }, String);
    expect(cost('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ids(101) })).toHaveProperty('problem');
    expect(
      cost('subscription($ids: [ID!]!) { presenceChanged(userIds: $ids) { id } }', { ids: ids(200) }),
    ).toHaveProperty('points');
    expect(
      cost('subscription($ids: [ID!]!) { presenceChanged(userIds: $ids) { id } }', { ids: ids(201) }),
    ).toHaveProperty('problem');
  });
});

describe('the budget', () => {
  it('drips back, and refuses what does not fit without counting it', () => {
    const budget = new Budget(100, 10);
    expect(budget.pay('a', 60, 0)).toMatchObject({
      ok: true,
      spent: { limit: 100, cost: 60, remaining: 40, resetAt: 6_000 },
    });
    expect(budget.pay('a', 60, 0)).toMatchObject({ ok: false, afterMs: 2_000, spent: { remaining: 40 } });
    expect(budget.pay('b', 100, 0)).toMatchObject({ ok: true });
    expect(budget.pay('a', 60, 1_999)).toMatchObject({ ok: false });
    expect(budget.pay('a', 60, 2_000)).toMatchObject({ ok: true, spent: { remaining: 0 } });
    expect(budget.pay('a', 1, 1e9)).toMatchObject({ spent: { remaining: 99 } });
  });

  it('remembers a bounded number of callers', () => {
    const budget = new Budget(10, 1, 2);
    for (const caller of ['a', 'b', 'c']) budget.pay(caller, 10, 0);
    expect(budget.pay('c', 1, 0).ok).toBe(false);
    expect(budget.pay('a', 1, 0).ok).toBe(true);
  });
});

describe('the size of a document', () => {
  it('is measured with fragments spread out, without walking them again and again', () => {
    expect(tooLarge(parse('{ me { id } }'))).toBeUndefined();
    const bomb = Array.from({ length: 40 }, (_, i) => `fragment f${i} on Q { ...f${i + 1} ...f${i + 1} }`).join(' ');
    const began = performance.now();
    expect(tooLarge(parse(`{ ...f0 } ${bomb} fragment f40 on Q { a }`))?.message).toContain('600 fields');
    expect(performance.now() - began).toBeLessThan(100);
    expect(tooLarge(parse('{ ...f } fragment f on Q { ...f }'))).toBeUndefined();
  });
});
