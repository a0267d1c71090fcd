import { ApolloFederationDriver, type ApolloFederationDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { CLAIM_HEADER } from '@parley/contracts';
import { formatGraphQLError, Refused, toGraphQLError } from '@parley/errors';
import { callerOf, ClaimVerifier, enforceScopes } from '@parley/identity';
import type { Logger } from '@parley/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { SubgraphContext } from './subgraph-context.ts';

/** Trap 1: the open-source composer knows the specification up to 2.9, and only these directives are ours to use. */
export const FEDERATION = {
  version: 2,
  importUrl: 'https://specs.apollo.dev/federation/v2.9',
  directives: [
    '@key',
    '@shareable',
    '@external',
    '@requires',
    '@provides',
    '@inaccessible',
    '@authenticated',
    '@requiresScopes',
    '@cost',
    '@listSize',
  ],
} as const;

/** The options all subgraphs share; `verifier` is absent only where a schema is printed. */
export function subgraphOptions(
  verifier: ClaimVerifier | undefined,
  logger: Logger | undefined,
  entities: Type[],
): ApolloFederationDriverConfig {
  return {
    driver: ApolloFederationDriver,
    path: '/graphql',
    autoSchemaFile: { federation: { ...FEDERATION, directives: [...FEDERATION.directives] } },
    buildSchemaOptions: { orphanedTypes: entities },
    transformSchema: enforceScopes,
    playground: false,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // Reachable by the gateway alone, which has done this for the public address.
    csrfPrevention: false,
    plugins: [ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginLandingPageDisabled()],
    formatError: formatGraphQLError((error) => logger?.error({ err: error }, 'a resolver failed')),
    context: (request: FastifyRequest, reply: FastifyReply) => contextOf(verifier, request, reply),
  };
}

async function contextOf(
  verifier: ClaimVerifier | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SubgraphContext> {
  try {
    const header = request.headers[CLAIM_HEADER];
    const claim = await verifier?.verify(typeof header === 'string' ? header : undefined);
    if (!claim) throw new Refused('UNAUTHENTICATED', 'No claim can be verified here.');
    return {
      caller: callerOf(claim),
      headers: request.headers,
      setHeader: (name, value) => void reply.header(name, value),
    };
  } catch (error) {
    const { message, extensions } = toGraphQLError(error);
    throw new GraphQLError(message, {
      originalError: error as Error,
      extensions: { ...extensions, http: { status: 401 } },
    });
  }
}

/** A service's door in the graph: schema from its resolvers, callers by the gateway's claim alone. */
@Module({})
export class SubgraphModule {
  /** `entities`: types that only the router asks for, such as what this service adds to another's entity. */
  static forService(logger: Logger, entities: Type[] = []): DynamicModule {
    const graphql = GraphQLModule.forRootAsync<ApolloFederationDriverConfig>({
      driver: ApolloFederationDriver,
      inject: [ClaimVerifier],
      useFactory: (verifier: ClaimVerifier) => subgraphOptions(verifier, logger, entities),
    });
    return { module: SubgraphModule, imports: [graphql] };
  }
}
