import { GraphQLError } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import { formatGraphQLError } from './graphql-error.ts';
import { Refused, refusalOf } from './refused.ts';

describe('what the outside sees', () => {
  it('keeps a refusal and masks everything else', () => {
    expect(refusalOf(Refused.notFound('meeting'))).toEqual({ code: 'NOT_FOUND', message: 'There is no such meeting.' });
    expect(JSON.stringify(refusalOf(new Error('password=hunter2')))).not.toContain('hunter2');
  });

  it('unwraps what a GraphQL server wrapped', () => {
    const unknown = vi.fn();
    const format = formatGraphQLError(unknown);
    const wrap = (cause: Error) => new GraphQLError(cause.message, { originalError: cause });
    const refused = wrap(wrap(new Refused('RATE_LIMITED', 'Wait a little.', { retryAfterMs: 5 })));
    expect(format({ message: 'x' }, refused).extensions).toEqual({ code: 'RATE_LIMITED', retryAfterMs: 5 });
    expect(unknown).not.toHaveBeenCalled();
    expect(format({ message: 'hunter2' }, wrap(new Error('hunter2')))).toEqual({
      message: 'Something went wrong on our side.',
      extensions: { code: 'INTERNAL' },
    });
    expect(unknown).toHaveBeenCalledOnce();
  });

  it('calls a bad document bad input', () => {
    const format = formatGraphQLError(() => undefined);
    const formatted = { message: 'Cannot query field', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } };
    expect(format(formatted, new GraphQLError('Cannot query field')).extensions).toEqual({ code: 'BAD_USER_INPUT' });
  });
});
