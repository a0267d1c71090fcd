import type { Demand } from '@parley/contracts';
import { Kind, parse, print, type DocumentNode, type FieldDefinitionNode } from 'graphql';

/** Name of the directive, as federation and our SDL spell it. */
const DIRECTIVE = 'requiresScopes';

/** What a field demands of access tokens; undefined when it demands nothing. */
export function demandsOn(field: FieldDefinitionNode): Demand | undefined {
  const directive = field.directives?.find(({ name }) => name.value === DIRECTIVE);
  const value = directive?.arguments?.find(({ name }) => name.value === 'scopes')?.value;
  return value && (JSON.parse(print(value)) as Demand);
}

/** What the fields of an SDL demand, by `Type.field`. */
export function demandsIn(document: DocumentNode): Map<string, Demand> {
  const found = new Map<string, Demand>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    for (const field of definition.fields ?? []) {
      const demand = demandsOn(field);
      if (demand) found.set(`${definition.name.value}.${field.name.value}`, demand);
    }
  }
  return found;
}

const DEFINITION = `"""
An access token needs all scopes of one of the lists; a signed-in session has them all, and they do not bind the anonymous.
\`session\` is what no token can be given.
"""
directive @${DIRECTIVE}(scopes: [[String!]!]!) on FIELD_DEFINITION
`;

/** A schema's text with what its fields demand, which graphql-js leaves out when it prints one. The rest of it stays as it is. */
export function withDemands(sdl: string, demands: ReadonlyMap<string, Demand>): string {
  const places: { at: number; text: string }[] = [];
  for (const definition of parse(sdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const { name, type } of definition.fields ?? []) {
      const demand = demands.get(`${definition.name.value}.${name.value}`);
      const written = demand?.map((together) => `[${together.map((scope) => JSON.stringify(scope)).join(', ')}]`);
      if (written) places.push({ at: type.loc?.end ?? 0, text: ` @${DIRECTIVE}(scopes: [${written.join(', ')}])` });
    }
  }
  const parts = [DEFINITION, '\n'];
  let from = 0;
  for (const { at, text } of places) {
    parts.push(sdl.slice(from, at), text);
    from = at;
  }
  return [...parts, sdl.slice(from)].join('');
}
