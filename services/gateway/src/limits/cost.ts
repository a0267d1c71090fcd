import {
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** Longest page, and longest list of ids in an argument (G11). */
export const LIST_LIMITS = { page: 100, ids: 100, subscribedIds: 200 } as const;

/** An object field that costs a point for each time it is answered; leaves are free. */
interface CostNode {
  /** Argument values that say how many objects stand below: a page size, or a list. */
  readonly sizes: readonly { readonly name: string; readonly value: ValueNode }[];
  readonly below: readonly CostNode[];
}

/** What an operation costs, given its variables. */
export interface CostPlan {
  readonly root: readonly CostNode[];
  /** Points for the operation as such. */
  readonly base: number;
  readonly maxIds: number;
}

/** The points of one operation, or what is wrong with the size of a list. */
export type Cost = { readonly points: number } | { readonly problem: string };

function nodesOf(set: SelectionSetNode, fragments: Map<string, FragmentDefinitionNode>): CostNode[] {
  return set.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return costs(node) ? [nodeOf(node, fragments)] : [];
    const inside =
      node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)?.selectionSet;
    return inside ? nodesOf(inside, fragments) : [];
  });
}

const costs = (node: FieldNode) =>
  (node.selectionSet !== undefined && !node.name.value.startsWith('__')) || Boolean(node.arguments?.length);

function nodeOf(node: FieldNode, fragments: Map<string, FragmentDefinitionNode>): CostNode {
  const sizes = (node.arguments ?? [])
    .filter(
      ({ name, value }) =>
        name.value === 'first' || name.value === 'last' || value.kind === Kind.LIST || value.kind === Kind.VARIABLE,
    )
    .map(({ name, value }) => ({ name: name.value, value }));
  return { sizes, below: node.selectionSet ? nodesOf(node.selectionSet, fragments) : [] };
}

/** Reads the shape of an operation's cost, once per document. The document must be valid: fragments must not be circular. */
export function costPlanOf(
  operation: OperationDefinitionNode,
  fragments: Map<string, FragmentDefinitionNode>,
): CostPlan {
  return {
    root: nodesOf(operation.selectionSet, fragments),
    base: operation.operation === 'mutation' ? 10 : 1,
    maxIds: operation.operation === 'subscription' ? LIST_LIMITS.subscribedIds : LIST_LIMITS.ids,
  };
}

/** The points of an operation with these variables, and whether every list in it is of an allowed size. */
export function costOf(plan: CostPlan, variables: Record<string, unknown>): Cost {
  let problem: string | undefined;

  const sizeOf = (node: CostNode): number => {
    let size = 1;
    for (const { name, value } of node.sizes) {
      const isPage = name === 'first' || name === 'last';
      const given =
        value.kind === Kind.VARIABLE
          ? variables[value.name.value]
          : value.kind === Kind.INT
            ? Number(value.value)
            : value.kind === Kind.LIST
              ? value.values
              : undefined;
      if (isPage && typeof given === 'number') {
        if (given < 1 || given > LIST_LIMITS.page) problem ??= `${name} must be between 1 and ${LIST_LIMITS.page}.`;
        size = Math.max(size, given);
      } else if (Array.isArray(given)) {
        if (given.length > plan.maxIds) problem ??= `${name} must have at most ${plan.maxIds} items.`;
        size = Math.max(size, given.length);
      }
    }
    return size;
  };
  const sum = (nodes: readonly CostNode[]): number =>
    nodes.reduce((points, node) => points + 1 + sizeOf(node) * sum(node.below), 0);

  const points = plan.base + sum(plan.root);
  return problem === undefined ? { points } : { problem };
}
