import type { CompleteObject } from '@parley/contracts';
import { execute, type ExecutionResult } from 'graphql';
import type { Plan } from './plan.ts';

/** What one event is for one group: made once, written to all. */
export interface Payload {
  readonly result: ExecutionResult;
  /** A `next` frame behind its operation's id. */
  readonly tail: Buffer;
  /** Whoever reads slowly may miss it. */
  readonly isPassing?: boolean;
}

/**
 * Runs the selection on a complete event, without a caller. The event is the root value, so nothing is asked of a subgraph.
 * @throws Error when the schema has a resolver that waits, which the public schema has not
 */
export function payloadOf(plan: Plan, event: CompleteObject): Payload {
  const result = execute({
    schema: plan.schema,
    document: plan.document,
    operationName: plan.operationName,
    variableValues: plan.variables,
    rootValue: { [plan.field]: event },
  });
  if (result instanceof Promise) throw new Error('an event waited for something');
  const done = result as ExecutionResult;
  return { result: done, tail: Buffer.from(`"type":"next","payload":${JSON.stringify(done)}}`) };
}
