import { lacking, meets, type Demand } from '@parley/contracts';
import {
  isInterfaceType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** Reads off an operation what an access token must hold for it, once per document. */
export class Demands {
  constructor(
    private readonly schema: GraphQLSchema,
    /** `@requiresScopes` of the supergraph, by `Type.field`. */
    private readonly ofFields: ReadonlyMap<string, Demand>,
    /** What it takes to come upon a type through an interface (`node`), by the type's name. */
    private readonly ofTypes: ReadonlyMap<string, Demand>,
  ) {}

  /** The document must be valid. Each demand stands once. */
  of(operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): readonly Demand[] {
    const found = new Map<string, Demand>();
    const seen = new Set<string>();
    const pending: ASTNode[] = [operation];
    const add = (demand: Demand | undefined) => demand && found.set(JSON.stringify(demand), demand);
    const info = new TypeInfo(this.schema);
    // Which fragments are reached decides, not where: a condition on a type is known from the fragment itself.
    const visitor = visitWithTypeInfo(info, {
      Field: ({ name }) => this.demandsOf(info, name.value).forEach(add),
      InlineFragment: ({ typeCondition }) => this.throughInterface(info, typeCondition?.name.value).forEach(add),
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (!fragment) return;
        this.throughInterface(info, fragment.typeCondition.name.value).forEach(add);
        if (!seen.has(name.value)) pending.push(fragment);
        seen.add(name.value);
      },
    });
    for (let node = pending.pop(); node; node = pending.pop()) visit(node, visitor);
    return [...found.values()];
  }

  private demandsOf(info: TypeInfo, field: string): Demand[] {
    const parent = info.getParentType();
    if (!parent) return [];
    const holders = isInterfaceType(parent) ? [parent, ...this.schema.getPossibleTypes(parent)] : [parent];
    return holders.flatMap(({ name }) =>
      [this.ofFields.get(`${name}.${field}`)].filter((demand) => demand !== undefined),
    );
  }

  /** A type that is met through an interface was asked for by its id; elsewhere the field that leads to it has decided. */
  private throughInterface(info: TypeInfo, condition: string | undefined): Demand[] {
    const demand = condition === undefined ? undefined : this.ofTypes.get(condition);
    return demand && isInterfaceType(info.getParentType()) ? [demand] : [];
  }
}

/** The scopes that these demands ask for and a token has not; a session (`undefined`) lacks none. */
export function lackedBy(demands: readonly Demand[], held: readonly string[] | undefined): string[] {
  if (held === undefined) return [];
  const lacked = demands.filter((demand) => !meets(held, demand)).flatMap((demand) => lacking(held, demand));
  return [...new Set(lacked)].sort();
}
