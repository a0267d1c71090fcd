import {
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Demand } from '@parley/contracts';
import { costPlanOf, type CostPlan } from '../limits/cost.ts';
import { DOCUMENT_LIMITS, tooLarge } from '../limits/measure.ts';
import type { Demands } from './demands.ts';
import { fieldsApart } from './fields-apart.ts';

/** One operation of a valid document, with what was worked out about it once. */
export interface KnownOperation {
  readonly name: string | undefined;
  readonly node: OperationDefinitionNode;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly rootFields: readonly string[];
  readonly cost: CostPlan;
  /** It asks for `__schema` or `__type`. */
  readonly isIntrospection: boolean;
  /** It asks for nothing but the schema and type names, which no subgraph is needed for. */
  readonly isMeta: boolean;
  /** What it demands of an access token. */
  readonly demands: readonly Demand[];
}

export interface KnownDocument {
  readonly source: string;
  readonly document: DocumentNode;
  /** The same for Hive, see `fieldsApart`. */
  readonly forHive: DocumentNode;
  readonly operations: readonly KnownOperation[];
}

/** Names of the fields a selection begins with, fragments spread out. */
function rootFieldsOf(operation: OperationDefinitionNode, fragments: Map<string, FragmentDefinitionNode>): string[] {
  const walk = (selections: OperationDefinitionNode['selectionSet']['selections']): string[] =>
    selections.flatMap((node) => {
      if (node.kind === Kind.FIELD) return [node.name.value];
      const inside =
        node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)?.selectionSet;
      return inside ? walk(inside.selections) : [];
    });
  return walk(operation.selectionSet.selections);
}

/** The memory of documents that were parsed and found valid, so that the same text is read once. Bounded by characters. */
export class Documents {
  private readonly known = new Map<string, KnownDocument>();
  private characters = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly demands: Demands,
    private readonly maxCharacters = 8_000_000,
  ) {}

  /** The document behind a source text, or what is wrong with it. */
  read(source: string): KnownDocument | readonly GraphQLError[] {
    const known = this.known.get(source);
    if (known) return known;
    const fresh = this.understand(source);
    if ('source' in fresh) this.remember(fresh);
    return fresh;
  }

  private understand(source: string): KnownDocument | readonly GraphQLError[] {
    if (source.length > DOCUMENT_LIMITS.characters)
      return [badInput(`The document has more than ${DOCUMENT_LIMITS.characters} characters.`)];
    let document: DocumentNode;
    try {
      document = parse(source, { maxTokens: DOCUMENT_LIMITS.tokens });
    } catch (error) {
      return [asBadInput(error as GraphQLError)];
    }
    const large = tooLarge(document);
    if (large) return [large];
    const errors = validate(this.schema, document, specifiedRules, { maxErrors: 10 });
    if (errors.length > 0) return errors.map(asBadInput);
    return this.describe(source, document);
  }

  private describe(source: string, document: DocumentNode): KnownDocument {
    const fragments = new Map(
      document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d] as const] : [])),
    );
    const operations = document.definitions
      .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
      .map((node) => {
        const rootFields = rootFieldsOf(node, fragments);
        return {
          name: node.name?.value,
          node,
          kind: node.operation as KnownOperation['kind'],
          rootFields,
          cost: costPlanOf(node, fragments),
          isIntrospection: rootFields.some((name) => name === '__schema' || name === '__type'),
          isMeta: rootFields.every((name) => name.startsWith('__')),
          demands: this.demands.of(node, fragments),
        };
      });
    return { source, document, forHive: fieldsApart(document, fragments), operations };
  }

  private remember(fresh: KnownDocument): void {
    this.known.set(fresh.source, fresh);
    this.characters += fresh.source.length;
    for (const [source] of this.known) {
      if (this.characters <= this.maxCharacters) return;
      this.known.delete(source);
      this.characters -= source.length;
    }
  }
}

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

function asBadInput(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
