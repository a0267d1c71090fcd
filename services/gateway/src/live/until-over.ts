import type { LiveOperation } from './live-operation.ts';

/**
 * A subscription as graphql-ws knows one, whose frames go another way: it begins when the protocol is ready for it, yields
 * nothing, and ends with the operation.
 */
export function untilOver(operation: LiveOperation): AsyncGenerator<never> {
  const done = { done: true, value: undefined } as const;
  let hasBegun = false;
  return {
    async next() {
      if (!hasBegun) operation.begin();
      hasBegun = true;
      await operation.over;
      return done;
    },
    return() {
      operation.end();
      return Promise.resolve(done);
    },
    throw() {
      operation.end();
      return Promise.resolve(done);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]() {
      operation.end();
      return Promise.resolve();
    },
  };
}
