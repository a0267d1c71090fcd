import { meets, lacking, type Demand, type Scope } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { EntityRef } from './access.ts';
import type { Caller } from './caller.ts';

const callerIn = (value: unknown): Caller | undefined => (value as { caller?: Caller } | null | undefined)?.caller;

/**
 * On a `@ResolveReference()`: the thing itself, by its id (`node`, or from another subgraph). No field of the SDL stands
 * for that, so the check is here: an access token needs one of the scopes.
 * @throws Refused FORBIDDEN with `requiredScopes`
 */
export const Reference =
  (...scopes: Scope[]): MethodDecorator =>
  (target, key, descriptor) => {
    const demand: Demand = scopes.map((scope) => [scope]);
    const method = descriptor.value as unknown as (...args: unknown[]) => unknown;
    const checked = function (this: unknown, ...args: unknown[]): unknown {
      const caller = args.map(callerIn).find((found) => found !== undefined);
      if (!caller) throw new Error(`${String(key)} was not told who asks`);
      if (!meets(caller.scopes, demand)) throw Refused.lacksScopes(lacking(caller.scopes ?? [], demand));
      return method.apply(this, args);
    };
    for (const name of Reflect.getMetadataKeys(method))
      Reflect.defineMetadata(name, Reflect.getMetadata(name, method), checked);
    descriptor.value = checked as never;
    EntityRef()(target, key, descriptor);
  };
