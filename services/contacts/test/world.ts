import 'reflect-metadata';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectNats } from '@parley/bus';
import { idFrom, type Id, type OrganisationId, type UserSnapshot } from '@parley/contracts';
import { newId, runMigrations } from '@parley/persistence';
import { runService } from '@parley/subgraph';
import { createLogger } from '@parley/telemetry';
import { testDatabase, TestGateway, TestNats, type TestAnswer } from '@parley/testing';
import { AppModule } from '../src/app.module.ts';
import { MIGRATIONS } from '../src/migrations/all.ts';

export const ORGANISATION = idFrom('organisation', '019358a4000070008000000000000001');
export const OTHER_ORGANISATION = idFrom('organisation', '019358a4000070008000000000000002');

/** Somebody who signs in: what auth and a claim say of them. */
export interface TestPerson extends UserSnapshot {
  sessionId: Id<'session'>;
}

/** A person nobody has told of yet. */
export function somebody(
  displayName: string,
  email = `${displayName.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.org`,
  organisationId: OrganisationId = ORGANISATION,
): TestPerson {
  const picture = { avatarUrl: null, title: null };
  return {
    userId: newId('user'),
    organisationId,
    displayName,
    email,
    ...picture,
    revision: 1,
    sessionId: newId('session'),
  };
}

/** What auth would say of somebody. */
export function snapshotOf({ sessionId: _, ...snapshot }: TestPerson): UserSnapshot {
  return snapshot;
}

const callerOf = (person: TestPerson | null) =>
  person ? { sub: person.userId, org: person.organisationId, sid: person.sessionId, role: 'MEMBER' as const } : {};

/** The whole service behind its doors, on a real Postgres and NATS. */
export async function startContacts() {
  const [database, nats, gateway, forger] = await Promise.all([
    testDatabase('contacts', (url) => runMigrations(url, MIGRATIONS)),
    TestNats.start(),
    TestGateway.create(),
    TestGateway.create(),
  ]);
  const logger = createLogger('contacts', 'fatal');
  const config = {
    HOST: '127.0.0.1',
    PORT: 0,
    METRICS_PORT: undefined,
    LOG_LEVEL: 'fatal' as const,
    DRAIN_SECONDS: 0,
    DATABASE_URL: database.url,
    DATABASE_POOL: 4,
    NATS_URL: nats.url('contacts'),
    STREAM_REPLICAS: 1,
    CLAIM_PUBLIC_KEYS: gateway.publicKeys,
  };
  const module = AppModule.forConfig(config, logger);
  const app = await runService({ service: 'contacts', module, logger, host: config.HOST, port: 0 });
  const to = { url: (await app.getUrl()).replace('[::1]', '127.0.0.1'), service: 'contacts' as const };
  const opened: NatsConnection[] = [];
  return {
    ...to,
    nats,
    database,
    /** Asks the graph as this person; null: as nobody. */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of every shape
    ask: <Data = any>(person: TestPerson | null, query: string, variables?: object): Promise<TestAnswer<Data>> =>
      gateway.ask<Data>(to, callerOf(person), query, { ...variables }),
    /** Asks with a claim that somebody else has signed. */
    askForged: (person: TestPerson, query: string) => forger.ask(to, callerOf(person), query),
    /** Another user's place on the bus. */
    async bus(user: string): Promise<NatsConnection> {
      const connection = await connectNats(nats.url(user), `test-${user}`);
      opened.push(connection);
      return connection;
    },
    async stop() {
      await Promise.all(opened.map((connection) => connection.close()));
      await app.close();
      await nats.stop();
      await database.drop();
    },
  };
}
export type World = Awaited<ReturnType<typeof startContacts>>;

/** Tries until it is so; fails with the last reason. */
export async function eventually<T>(look: () => Promise<T> | T, patienceMs = 5_000): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
