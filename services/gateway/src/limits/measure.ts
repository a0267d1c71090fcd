import { GraphQLError, Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** Bounds on a document, counted with fragments spread out (G11). Introspection fields are bounded by graphql-js itself. */
export const DOCUMENT_LIMITS = {
  tokens: 4_000,
  depth: 15,
  fields: 600,
  aliases: 30,
  directives: 50,
  characters: 64 * 1024,
} as const;

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
}

/** Adds up a document's size; a fragment is measured once, and one that spreads itself is left to validation. */
class Measure {
  private readonly measured = new Map<string, Size | 'open'>();

  constructor(private readonly fragments: Map<string, FragmentDefinitionNode>) {}

  of(set: SelectionSetNode): Size {
    let [depth, fields, aliases, directives] = [0, 0, 0, 0];
    for (const node of set.selections) {
      directives += node.directives?.length ?? 0;
      let inside: Size | undefined;
      if (node.kind === Kind.FIELD) {
        fields += 1;
        if (node.alias) aliases += 1;
        const isIntrospection = node.name.value.startsWith('__');
        inside = node.selectionSet && !isIntrospection ? this.of(node.selectionSet) : undefined;
        depth = Math.max(depth, 1 + (inside?.depth ?? 0));
      } else {
        inside = node.kind === Kind.INLINE_FRAGMENT ? this.of(node.selectionSet) : this.fragment(node.name.value);
        depth = Math.max(depth, inside?.depth ?? 0);
      }
      if (inside) {
        fields += inside.fields;
        aliases += inside.aliases;
        directives += inside.directives;
      }
      if (fields > DOCUMENT_LIMITS.fields || depth > DOCUMENT_LIMITS.depth) break;
    }
    return { depth, fields, aliases, directives };
  }

  private fragment(name: string): Size | undefined {
    const known = this.measured.get(name);
    if (known) return known === 'open' ? undefined : known;
    const definition = this.fragments.get(name);
    if (!definition) return undefined;
    this.measured.set(name, 'open');
    const size = this.of(definition.selectionSet);
    this.measured.set(name, size);
    return size;
  }
}

/** What is too large about a document, before anything expensive looks at it. */
export function tooLarge(document: DocumentNode): GraphQLError | undefined {
  const fragments = new Map(
    document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d] as const] : [])),
  );
  const measure = new Measure(fragments);
  const total = { fields: 0, aliases: 0, directives: 0 };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = measure.of(definition.selectionSet);
    if (size.depth > DOCUMENT_LIMITS.depth) return refuse('depth', 'levels deep');
    total.fields += size.fields;
    total.aliases += size.aliases;
    total.directives += size.directives + (definition.directives?.length ?? 0);
  }
  for (const what of ['fields', 'aliases', 'directives'] as const)
    if (total[what] > DOCUMENT_LIMITS[what]) return refuse(what, what);
  return undefined;
}

function refuse(what: keyof typeof DOCUMENT_LIMITS, unit: string): GraphQLError {
  return new GraphQLError(
    `The document is larger than allowed: at most ${DOCUMENT_LIMITS[what]} ${unit}. Ask in several requests.`,
    {
      extensions: { code: 'BAD_USER_INPUT' },
    },
  );
}
