import { lacking, meets, type Demand } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { defaultFieldResolver, isObjectType, type GraphQLSchema } from 'graphql';
import type { Caller } from './caller.ts';
import { demandsOn } from './demands.ts';

/**
 * Makes every field of a subgraph keep the `@requiresScopes` on it, from the claim: the gateway has refused the operation
 * before, and the service does not take its word. Changes the schema that it is given.
 */
export function enforceScopes(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const demand = field.astNode && demandsOn(field.astNode);
      if (!demand) continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (source, args, context: { caller?: Caller }, info) => {
        refuseUnlessMet(context.caller, demand);
        return resolve(source, args, context, info);
      };
    }
  }
  return schema;
}

/** @throws Refused FORBIDDEN with `requiredScopes`; UNAUTHENTICATED when nobody vouched for the caller */
export function refuseUnlessMet(caller: Caller | undefined, demand: Demand): void {
  if (!caller) throw new Refused('UNAUTHENTICATED', 'No claim says who asks.');
  if (!meets(caller.scopes, demand)) throw Refused.lacksScopes(lacking(caller.scopes ?? [], demand));
}
