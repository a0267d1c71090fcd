import type { Demand } from '@parley/contracts';
import { DEMAND } from '@parley/identity';

/** Where Nest's `@Subscription` notes that a method is one, and under which name. */
const TYPE = 'graphql:resolver_type';
const NAME = 'graphql:resolver_name';

/**
 * What the `@Subscription` methods of a provider demand of access tokens, by field: their access decorator says it once,
 * for the SDL and for the live door.
 */
export function subscriptionDemandsOf(provider: unknown): [field: string, demand: Demand][] {
  if (typeof provider !== 'object' || provider === null) return [];
  const prototype = Object.getPrototypeOf(provider) as object;
  return Object.getOwnPropertyNames(prototype).flatMap((name): [string, Demand][] => {
    const method: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
    if (typeof method !== 'function' || Reflect.getMetadata(TYPE, method) !== 'Subscription') return [];
    const demand = Reflect.getMetadata(DEMAND, method) as Demand | undefined;
    const given = Reflect.getMetadata(NAME, method) as string | undefined;
    return demand ? [[given ?? name, demand]] : [];
  });
}
