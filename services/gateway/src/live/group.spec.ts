import type { Delivery } from '@parley/live';
import { buildSchema, getOperationAST, parse, type OperationDefinitionNode } from 'graphql';
import { expect, it, vi } from 'vitest';
import { Group } from './group.ts';
import type { LiveOperation } from './live-operation.ts';
import type { Payload } from './payload.ts';
import { planOf } from './plan.ts';
import type { SocketWriter } from './socket-writer.ts';
import { Ticker } from './ticker.ts';

const schema = buildSchema('type Query { a: Int } type E { n: Int! } type Subscription { inbox(after: String): E! }');
const document = parse('subscription { inbox { n } }');
const plan = planOf(schema, document, getOperationAST(document) as OperationDefinitionNode, {});
const event = (n: number, audiences?: string[]): Delivery => ({
  key: String(n),
  event: { __typename: 'E', n },
  audiences,
});
const next = () => new Promise((resolve) => setImmediate(resolve));

/** A socket (or with `null` a stream) that writes down the numbers it got. */
function operation(
  id: string | null,
  isBehind = false,
): { operation: LiveOperation; seen: number[]; writes: () => number } {
  const seen: number[] = [];
  const put = vi.fn((frames: Buffer) => {
    seen.push(...[...String(frames).matchAll(/"n":(\d+)/g)].map(([, n]) => Number(n)));
  });
  const writer = id === null ? undefined : ({ put, isBehind } as unknown as SocketWriter);
  const give = (payloads: readonly Payload[]) =>
    seen.push(...payloads.map(({ tail }) => Number(/"n":(\d+)/.exec(String(tail))?.[1])));
  return {
    operation: { place: { id, writer }, give } as unknown as LiveOperation,
    seen,
    writes: () => put.mock.calls.length,
  };
}

it('joins the events of a tick, and gives those who come or go within one exactly their part', async () => {
  const executed = vi.fn();
  const group = new Group(plan, 'member', new Ticker(), executed);
  const [early, late, stream] = [operation('a'), operation('a'), operation(null)];
  group.add(early.operation);
  group.add(stream.operation);
  group.deliver(event(1));
  group.deliver(event(2));
  group.add(late.operation);
  group.deliver(event(3));
  group.remove(early.operation);
  group.deliver(event(4));
  await next();
  expect([early.seen, late.seen, stream.seen]).toEqual([
    [1, 2, 3],
    [3, 4],
    [1, 2, 3, 4],
  ]);
  expect([early.writes(), late.writes()]).toEqual([2, 2]);
  expect(executed).toHaveBeenCalledTimes(4);
});

it('runs an event once for those who catch up as well, and gives nobody what is for others', async () => {
  const executed = vi.fn();
  const group = new Group(plan, 'member', new Ticker(), executed);
  const [one, two] = [operation('a'), operation('b')];
  group.add(one.operation);
  group.deliver(event(1));
  group.deliver(event(2, ['host']));
  group.deliverTo(two.operation, event(1));
  group.deliverTo(two.operation, event(2, ['host']));
  await next();
  expect([one.seen, two.seen]).toEqual([[1], [1]]);
  expect(executed).toHaveBeenCalledTimes(1);
});

it('leaves passing words out for those who read slowly, and never an event', async () => {
  const group = new Group(plan, 'member', new Ticker(), () => undefined);
  const [quick, slow] = [operation('a'), operation('a', true)];
  for (const one of [quick, slow]) group.add(one.operation);
  group.deliver({ ...event(1), isPassing: true });
  await next();
  expect([quick.seen, slow.seen]).toEqual([[1], []]);
  group.deliver(event(2));
  group.deliver({ ...event(3), isPassing: true });
  group.deliver(event(4));
  await next();
  expect([quick.seen, slow.seen]).toEqual([
    [1, 2, 3, 4],
    [2, 4],
  ]);
});
