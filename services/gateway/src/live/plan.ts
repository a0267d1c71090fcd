import { SUBSCRIPTION_OWNERS, type ServiceName } from '@parley/contracts';
import { Refused } from '@parley/errors';
import {
  getArgumentValues,
  getVariableValues,
  GraphQLError,
  Kind,
  print,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** A subscription as it will be run: once per event, for all who share `text` and `variables`. */
export interface Plan {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly service: ServiceName;
  readonly field: string;
  /** Coerced arguments of the root field. */
  readonly args: Record<string, unknown>;
  /** Raw variables, for execution. */
  readonly variables: Record<string, unknown>;
  /** What the payload depends on besides the event. */
  readonly key: string;
}

const texts = new WeakMap<DocumentNode, string>();

function textOf(document: DocumentNode): string {
  let text = texts.get(document);
  if (text === undefined) texts.set(document, (text = print(document)));
  return text;
}

function onlyField(selections: SelectionSetNode): FieldNode {
  const [node, ...others] = selections.selections;
  const isPlain = node?.kind === Kind.FIELD && !node.directives?.length && others.length === 0;
  if (!isPlain)
    throw Refused.badInput('A subscription selects exactly one field, without directives or fragments around it.');
  return node;
}

/** Variables that shape the payload. Those that stand in the root field's arguments alone (ids, cursors) only choose the events. */
function shapingVariables(document: DocumentNode, root: FieldNode): Set<string> {
  const names = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Argument: (node) => (root.arguments?.includes(node) ? false : undefined),
    Variable: ({ name }) => void names.add(name.value),
  });
  return names;
}

/**
 * @throws GraphQLError when the variables are not what the document says
 * @throws Refused when it is not a subscription we serve
 */
export function planOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Plan {
  const root = onlyField(operation.selectionSet);
  const definition = schema.getSubscriptionType()?.getFields()[root.name.value];
  const service = (SUBSCRIPTION_OWNERS as Record<string, ServiceName | undefined>)[root.name.value];
  if (!definition || !service) throw Refused.badInput('There is nothing to follow under this name.');
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (errors)
    throw new GraphQLError(errors.map(({ message }) => message).join(' '), { extensions: { code: 'BAD_USER_INPUT' } });
  const shaping = shapingVariables(document, root);
  const shape = Object.entries(coerced).filter(([name]) => shaping.has(name));
  const operationName = operation.name?.value;
  return {
    schema,
    document,
    operationName,
    service,
    field: root.name.value,
    args: getArgumentValues(definition, root, coerced),
    variables,
    key: JSON.stringify([textOf(document), operationName ?? null, shape]),
  };
}
