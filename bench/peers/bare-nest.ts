// The bare Nest app that P14 is held against: Nest on Fastify with one federated subgraph, TypeORM on Postgres with one
// entity, and Nest's own NATS transport with one handler. Nothing of ours, nothing tuned; built as `nest build` would leave
// it (own code in one file, packages beside it), so without our bundling and without Node's compile cache.
import 'reflect-metadata';
import { ApolloFederationDriver, type ApolloFederationDriverConfig } from '@nestjs/apollo';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Field, GraphQLModule, ID, ObjectType, Query, Resolver, Directive, Int } from '@nestjs/graphql';
import { MessagePattern, type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';

/** One row of the peer's only table. */
@Entity('bare_thing')
class ThingRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;
}

/** The peer's only entity in the graph. */
@ObjectType()
@Directive('@key(fields: "id")')
class Thing {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;
}

const DATA = Symbol('data');

/** Reads through TypeORM. */
@Resolver(() => Thing)
class ThingResolver {
  constructor(@Inject(DATA) private readonly data: DataSource) {}

  @Query(() => Int)
  async connections(): Promise<number> {
    const [row] = await this.data.query<{ count: number }[]>('SELECT 1 AS count');
    return row?.count ?? 0;
  }

  @Query(() => [Thing])
  things(): Thing[] {
    return [];
  }
}

/** Hears one subject. */
@Controller()
class ThingController {
  @MessagePattern(process.env.SUBJECT ?? '')
  answer(): string {
    return 'here';
  }
}

/** The whole of the peer. */
@Module({
  imports: [
    GraphQLModule.forRoot<ApolloFederationDriverConfig>({
      driver: ApolloFederationDriver,
      path: '/graphql',
      autoSchemaFile: {
        federation: {
          version: 2,
          importUrl: 'https://specs.apollo.dev/federation/v2.9',
          directives: ['@key', '@shareable'],
        },
      },
      playground: false,
      introspection: true,
    }),
  ],
  controllers: [ThingController],
  providers: [
    {
      provide: DATA,
      useFactory: () =>
        new DataSource({ type: 'postgres', url: process.env.DATABASE_URL ?? '', entities: [ThingRow] }).initialize(),
    },
    ThingResolver,
  ],
})
class AppModule {}

const nats = new URL(process.env.NATS_URL ?? '');
const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: ['error'] });
app.connectMicroservice<MicroserviceOptions>({
  transport: Transport.NATS,
  options: { servers: [nats.host], user: nats.username, pass: nats.password, inboxPrefix: `_INBOX.${nats.username}` },
});
await app.startAllMicroservices();
await app.listen(Number(process.env.PORT), '127.0.0.1');
process.stdout.write('ready\n');
