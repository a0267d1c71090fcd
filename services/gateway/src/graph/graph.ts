import type { ServiceName } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { demandsIn, withDemands } from '@parley/identity';
import type { Logger } from '@parley/telemetry';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import {
  buildSchema,
  execute,
  getVariableValues,
  parse,
  printSchema,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import type { Asking } from './asking.ts';
import { Documents, type KnownDocument, type KnownOperation } from './documents.ts';
import { Demands, lackedBy } from './demands.ts';
import { NODE_DEMANDS, NodeSubgraph } from './node-subgraph.ts';
import { publicError, refusal, type PublicError } from './refusals.ts';
import { SharedQueries } from './shared-queries.ts';
import { SubgraphClient, type SubgraphRequest } from './subgraph-client.ts';

/** A GraphQL request as it came in, its parts already of the right types. */
export interface GraphParams {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Record<string, unknown> | undefined;
}

/** An operation that may be run: valid, with variables that fit. */
export interface Prepared {
  readonly known: KnownDocument;
  readonly operation: KnownOperation;
  /** As given. */
  readonly variables: Record<string, unknown>;
  /** With defaults filled in. */
  readonly coerced: Record<string, unknown>;
}

/** What a client gets: data, errors, or both. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly PublicError[];
}

interface HiveRequest {
  readonly document: KnownDocument['document'];
  readonly variables?: Record<string, unknown>;
  readonly operationType?: string;
  readonly context: Asking;
}

/**
 * The one graph: reads documents, plans them with Hive's planner, asks the subgraphs, masks what went wrong.
 * It runs queries and mutations; subscriptions are the live door's (`docs/adr`).
 */
export class Graph {
  private readonly shared = new SharedQueries();

  private constructor(
    /** The public schema, without federation's own machinery. */
    readonly schema: GraphQLSchema,
    /** Its text, with the scopes that its fields demand. */
    readonly publicSdl: string,
    private readonly documents: Documents,
    private readonly hive: (request: unknown) => unknown,
    private readonly clients: Map<string, SubgraphClient>,
    private readonly logger: Logger,
  ) {}

  /** `supergraph` and `ownSdl`: the texts of the composed supergraph and of the gateway's own subgraph. */
  static async open(
    supergraph: string,
    ownSdl: string,
    urls: Partial<Record<ServiceName, string>>,
    logger: Logger,
  ): Promise<Graph> {
    const clients = new Map(
      Object.entries(urls).map(([service, url]) => [service, new SubgraphClient(service as ServiceName, url, logger)]),
    );
    const ask = (service: string, request: SubgraphRequest, asking: Asking): Promise<ExecutionResult> => {
      const client = clients.get(service);
      if (!client) throw new Error(`no address for subgraph ${service}`);
      return client.execute(request, asking);
    };
    const own = new NodeSubgraph(ownSdl, ask);
    const handler = await unifiedGraphHandler({
      unifiedGraph: buildSchema(supergraph, { assumeValid: true, assumeValidSDL: true }),
      getUnifiedGraphSDL: () => supergraph,
      onSubgraphExecute: ((service: string, { document, variables, operationType, context }: HiveRequest) => {
        const request = { document, ...(variables ? { variables } : {}), isQuery: operationType !== 'mutation' };
        return service === 'gateway' ? own.execute(request, context) : ask(service, request, context);
      }) as never,
    });
    const scopes = demandsIn(parse(supergraph));
    return new Graph(
      handler.unifiedGraph,
      withDemands(printSchema(handler.unifiedGraph), scopes),
      new Documents(handler.unifiedGraph, new Demands(handler.unifiedGraph, scopes, NODE_DEMANDS)),
      handler.executor as never,
      clients,
      logger,
    );
  }

  /** Reads and checks a request; the errors are the client's own. */
  prepare(
    { query, operationName, variables = {} }: GraphParams,
    { requestId, visitor }: Asking,
  ): Prepared | readonly PublicError[] {
    const known = this.documents.read(query);
    if (!('source' in known)) return known.map((error) => publicError(error.toJSON(), requestId, () => undefined));
    const named =
      operationName === undefined ? known.operations : known.operations.filter(({ name }) => name === operationName);
    const [operation] = named;
    if (!operation || named.length > 1) {
      const message =
        operationName === undefined
          ? 'Say by operationName which operation of the document is meant.'
          : 'The document has no operation of this name.';
      return [refusal('BAD_USER_INPUT', message, requestId)];
    }
    if (operation.isIntrospection && !visitor.user)
      return [refusal('UNAUTHENTICATED', 'Introspection needs a token. The schema is at /schema.graphql.', requestId)];
    if (operation.isIntrospection && !operation.isMeta)
      return [refusal('BAD_USER_INPUT', 'Ask for the schema in an operation of its own.', requestId)];
    const lacks = lackedBy(operation.demands, visitor.scopes);
    if (lacks.length > 0) {
      const { message } = Refused.lacksScopes(lacks);
      return [refusal('FORBIDDEN', message, requestId, { requiredScopes: lacks })];
    }
    const coerced = getVariableValues(this.schema, operation.node.variableDefinitions ?? [], variables, {
      maxErrors: 10,
    });
    if (coerced.errors) return coerced.errors.map((error) => refusal('BAD_USER_INPUT', error.message, requestId));
    return { known, operation, variables, coerced: coerced.coerced };
  }

  /** Runs a query or mutation. Never rejects. */
  run(prepared: Prepared, asking: Asking): Promise<Answer> {
    return this.shared.run(prepared, asking, () => this.execute(prepared, asking));
  }

  private async execute({ known, operation, variables }: Prepared, asking: Asking): Promise<Answer> {
    try {
      const result = operation.isMeta
        ? await execute({
            schema: this.schema,
            document: known.document,
            operationName: operation.name,
            variableValues: variables,
          })
        : ((await this.hive({
            document: known.forHive,
            operationName: operation.name,
            operationType: operation.kind,
            variables,
            context: asking,
          })) as ExecutionResult);
      const errors = result.errors?.length ? result.errors.map((error) => this.toPublic(error, asking)) : undefined;
      return { ...(errors ? { errors } : {}), data: (result.data as Record<string, unknown> | undefined) ?? null };
    } catch (error) {
      return { errors: [this.toPublic(error as GraphQLError, asking)], data: null };
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()));
  }

  /** Positions are left out: they are those of the subgraph's document, not of the caller's. */
  private toPublic({ message, path, extensions }: GraphQLFormattedError, { requestId }: Asking): PublicError {
    return publicError(
      { message, ...(path ? { path } : {}), ...(extensions ? { extensions } : {}) },
      requestId,
      (masked) => this.logger.error({ requestId, err: masked }, 'masked an unknown error'),
    );
  }
}
