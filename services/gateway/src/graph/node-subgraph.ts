import { kindOfId, meets, type Demand, type IdKind, type Scope, type ServiceName } from '@parley/contracts';
import { Refused, toGraphQLError } from '@parley/errors';
import { buildASTSchema, execute, parse, type DocumentNode, type ExecutionResult } from 'graphql';
import type { Asking } from './asking.ts';
import type { SubgraphRequest } from './subgraph-client.ts';

/** Asks a service's subgraph on behalf of a caller. */
export type AskSubgraph = (service: ServiceName, request: SubgraphRequest, asking: Asking) => Promise<ExecutionResult>;

/** Which type an id names, which service knows whether the caller may see it, and what an access token needs to ask. */
const NODES: Partial<Record<IdKind, { type: string; owner: ServiceName; scope: Scope }>> = {
  user: { type: 'User', owner: 'auth', scope: 'people:read' },
  conversation: { type: 'Conversation', owner: 'chat', scope: 'chat:read' },
  message: { type: 'Message', owner: 'chat', scope: 'chat:read' },
  meeting: { type: 'Meeting', owner: 'media-gateway', scope: 'meetings:read' },
  call: { type: 'Call', owner: 'media-gateway', scope: 'meetings:read' },
};

/** What an access token needs to read a type by an id (`node`, `nodes`), by the type's name. */
export const NODE_DEMANDS: ReadonlyMap<string, Demand> = new Map(
  Object.values(NODES).map(({ type, scope }) => [type, [[scope]]]),
);

interface Stub {
  readonly __typename: string;
  readonly id: string;
}

/** Federation's own directives, which a plain schema does not know. */
const FEDERATION = /* GraphQL */ `
  scalar link__Import
  directive @link(url: String!, import: [link__Import]) repeatable on SCHEMA
  directive @key(fields: String!, resolvable: Boolean) repeatable on OBJECT
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
`;

/**
 * The gateway's own subgraph, run in this process: `node`, `nodes` and `rateLimit`. The owner of an id says whether it
 * is there for this caller; only then is it handed to the planner, so that what one may not see is null as a whole.
 */
export class NodeSubgraph {
  private readonly schema;
  private readonly probes = new Map<string, DocumentNode>();

  constructor(
    sdl: string,
    private readonly ask: AskSubgraph,
  ) {
    const query = {
      node: async ({ id }: { id: string }, asking: Asking) => (await this.present([id], asking))[0],
      nodes: ({ ids }: { ids: string[] }, asking: Asking) => this.present(ids, asking),
      rateLimit: (_: unknown, { spent }: Asking) =>
        spent && { ...spent, resetAt: new Date(spent.resetAt).toISOString() },
    };
    this.schema = buildASTSchema(parse(`${FEDERATION}\n${sdl}`), { assumeValidSDL: true });
    this.root = query;
  }

  private readonly root: Record<string, unknown>;

  async execute({ document, variables }: SubgraphRequest, asking: Asking): Promise<ExecutionResult> {
    return execute({
      schema: this.schema,
      document,
      variableValues: variables,
      rootValue: this.root,
      contextValue: asking,
    });
  }

  /** For each id the stub that the planner goes on from, or null. @throws GraphQLError BAD_USER_INPUT when one is malformed. */
  private async present(ids: readonly string[], asking: Asking): Promise<(Stub | null)[]> {
    const kinds = ids.map((id) => kindOfId(id));
    if (kinds.includes(undefined)) throw toGraphQLError(Refused.badInput('An id is malformed.', 'id'));
    const wanted = new Map<IdKind, Set<string>>();
    ids.forEach((id, at) => {
      const kind = kinds[at] as IdKind;
      wanted.set(kind, (wanted.get(kind) ?? new Set()).add(id));
    });
    const found = new Set(
      (await Promise.all([...wanted].map(([kind, some]) => this.presentOf(kind, [...some], asking)))).flat(),
    );
    return ids.map((id, at) => (found.has(id) ? { __typename: NODES[kinds[at] as IdKind]?.type as string, id } : null));
  }

  private async presentOf(kind: IdKind, ids: string[], asking: Asking): Promise<string[]> {
    const node = NODES[kind];
    if (!node) return [];
    if (!meets(asking.visitor.scopes, [[node.scope]])) throw toGraphQLError(Refused.lacksScopes([node.scope]));
    const representations = ids.map((id) => ({ __typename: node.type, id }));
    const { data, errors } = await this.ask(
      node.owner,
      { document: this.probe(node.type), variables: { representations }, isQuery: true },
      asking,
    );
    const entities = (data as { _entities?: (Stub | null)[] } | null | undefined)?._entities;
    if (!entities)
      throw Object.assign(new Error(errors?.[0]?.message ?? 'no entities'), { extensions: errors?.[0]?.extensions });
    return entities.flatMap((entity) => (entity ? [entity.id] : []));
  }

  private probe(type: string): DocumentNode {
    let document = this.probes.get(type);
    if (!document) {
      document = parse(
        `query($representations:[_Any!]!){_entities(representations:$representations){...on ${type}{__typename id}}}`,
      );
      this.probes.set(type, document);
    }
    return document;
  }
}
