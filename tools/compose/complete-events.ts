import {
  buildASTSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type GraphQLSchema,
} from 'graphql';
import type { Subgraph } from './compose.ts';

/** Which fields a subgraph can answer for each of its types, without help from another. */
function fieldsOf(sdl: string): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  for (const definition of parse(sdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const own = known.get(definition.name.value) ?? new Set<string>();
    for (const field of definition.fields ?? [])
      if (!field.directives?.some(({ name }) => name.value === 'external' || name.value === 'requires'))
        own.add(field.name.value);
    known.set(definition.name.value, own);
  }
  return known;
}

/** Object types that can be met below a type of the public schema. */
function reachable(schema: GraphQLSchema, from: string, met = new Set<string>()): Set<string> {
  const type = schema.getType(from);
  if (met.has(from) || !type) return met;
  if (isAbstractType(type)) {
    for (const { name } of schema.getPossibleTypes(type)) reachable(schema, name, met);
    if (!isInterfaceType(type)) return met;
  }
  if (isObjectType(type)) met.add(from);
  if (isObjectType(type))
    for (const field of Object.values(type.getFields())) reachable(schema, getNamedType(field.type).name, met);
  return met;
}

/**
 * Events are complete in themselves: whatever can be selected below a field of Subscription is answered by the service
 * that owns the field, and that service is the one the live door asks. Returns what is not so, one sentence each.
 */
export function incompleteEvents(
  publicSchema: string,
  subgraphs: readonly Subgraph[],
  owners: Readonly<Record<string, string>>,
): string[] {
  const schema = buildASTSchema(parse(publicSchema), { assumeValidSDL: true });
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  const known = new Map(subgraphs.map(({ name, sdl }) => [name, fieldsOf(sdl)]));
  const problems: string[] = [];
  for (const [field, owner] of Object.entries(owners))
    if (known.has(owner) && known.get(owner)?.has('Subscription') && !fields.some(({ name }) => name === field))
      problems.push(`SUBSCRIPTION_OWNERS names Subscription.${field}, which is not in the graph.`);
  for (const { name, type } of fields) {
    const holders = [...known].filter(([, types]) => types.get('Subscription')?.has(name)).map(([service]) => service);
    const owner = owners[name];
    if (owner === undefined || holders.length !== 1 || holders[0] !== owner) {
      problems.push(
        `Subscription.${name} is in ${holders.join(', ')}, but SUBSCRIPTION_OWNERS says ${owner ?? 'nothing'}.`,
      );
      continue;
    }
    const own = known.get(owner);
    for (const met of reachable(schema, getNamedType(type).name)) {
      const object = schema.getType(met);
      if (!isObjectType(object)) continue;
      for (const part of Object.keys(object.getFields()))
        if (!own?.get(met)?.has(part))
          problems.push(
            `Subscription.${name} reaches ${met}.${part}, which ${owner} cannot answer alone. Put a snapshot type into the event.`,
          );
    }
  }
  return [...new Set(problems)];
}
