import { printSubgraphSchema } from '@apollo/subgraph';
import type { ApolloFederationDriverConfig } from '@nestjs/apollo';
import type { Type } from '@nestjs/common';
import { GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { subgraphOptions } from './subgraph.module.ts';

/** Stands for whatever a resolver is built from: every property of it, and every call, is itself again. */
const anything: object = new Proxy(() => undefined, {
  get: (_, name) => (name === 'then' ? undefined : name === Symbol.toPrimitive ? () => '' : anything),
  apply: () => anything,
});

/**
 * The SDL of a subgraph with these resolvers, without database or bus: what they are built from is left out, since
 * nothing runs. Types that are only reached through an interface or a union are found by their decorators.
 */
export async function schemaOf(resolvers: Type[], entities: Type[] = []): Promise<string> {
  const { driver, ...options } = subgraphOptions(undefined, undefined, entities);
  const module = await Test.createTestingModule({
    imports: [GraphQLModule.forRoot<ApolloFederationDriverConfig>({ driver, ...options })],
    providers: resolvers,
  })
    .useMocker(() => anything)
    .compile();
  const app = module.createNestApplication(new FastifyAdapter(), { logger: false });
  try {
    await app.init();
    return `${printSubgraphSchema(app.get(GraphQLSchemaHost).schema)}\n`;
  } finally {
    await app.close();
  }
}
