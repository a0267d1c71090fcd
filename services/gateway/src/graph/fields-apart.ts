import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionNode } from 'graphql';

/**
 * The same document for Hive: a field that is asked for again stands in a fragment of its own. Hive joins what fragments give item by
 * item, but puts the items of a list that is asked for again behind those that are there
 * (`projectSelectionSet` of @graphql-hive/router-runtime 1.4.23).
 */
export function fieldsApart(
  document: DocumentNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): DocumentNode {
  const known = new Map<string, ReadonlySet<string>>();
  const keysOf = (one: SelectionNode): Iterable<string> => {
    if (one.kind === Kind.FIELD) return [keyOf(one)];
    if (one.kind === Kind.INLINE_FRAGMENT) return one.selectionSet.selections.flatMap((inner) => [...keysOf(inner)]);
    const name = one.name.value;
    const selections = fragments.get(name)?.selectionSet.selections ?? [];
    const keys = known.get(name) ?? new Set(selections.flatMap((inner) => [...keysOf(inner)]));
    known.set(name, keys);
    return keys;
  };
  const apart = (selections: readonly SelectionNode[]): SelectionNode[] => {
    const before = new Set<string>();
    return selections.map((one) => {
      const isAgain = one.kind === Kind.FIELD && before.has(keyOf(one));
      for (const key of keysOf(one)) before.add(key);
      return isAgain
        ? { kind: Kind.INLINE_FRAGMENT, selectionSet: { kind: Kind.SELECTION_SET, selections: [one] } }
        : one;
    });
  };
  return visit(document, {
    SelectionSet: { leave: (node) => ({ ...node, selections: apart(node.selections) }) },
  });
}

const keyOf = ({ alias, name }: { alias?: { value: string } | undefined; name: { value: string } }): string =>
  (alias ?? name).value;
