import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Refused } from '@parley/errors';
import type { Caller, KnownCaller } from './caller.ts';

const contextOf = (context: ExecutionContext) => context.getArgByIndex<{ caller: Caller }>(2);

/**
 * The caller of a GraphQL door: `@CurrentCaller() caller: KnownCaller` behind `@SignedIn()`;
 * `@CurrentCaller('anyone') caller: Caller` where the anonymous may enter.
 */
export const CurrentCaller = createParamDecorator(
  (who: 'anyone' | undefined, context: ExecutionContext): Caller | KnownCaller => {
    const { caller } = contextOf(context);
    if (who === 'anyone') return caller;
    if (!caller.user) throw new Refused('UNAUTHENTICATED', 'Sign in first.');
    return caller.user;
  },
);
