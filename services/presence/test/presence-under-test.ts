import 'reflect-metadata';
import { connectNats } from '@parley/bus';
import { idFrom, type OrganisationId, type SessionId, type UserId } from '@parley/contracts';
import { runMigrations } from '@parley/persistence';
import { runService } from '@parley/subgraph';
import { createLogger } from '@parley/telemetry';
import { testDatabase, TestGateway, TestNats, type TestAnswer } from '@parley/testing';
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { AppModule } from '../src/app.module.ts';
import { MIGRATIONS } from '../src/migrations/all.ts';
import { ContactsDouble } from './contacts-double.ts';

export interface TestPerson {
  sub: UserId;
  org: OrganisationId;
  sid: SessionId;
  role: 'MEMBER';
}

export const organisation = (): OrganisationId => idFrom('organisation', v7());
export const person = (org: OrganisationId): TestPerson => ({
  sub: idFrom('user', v7()),
  org,
  sid: idFrom('session', v7()),
  role: 'MEMBER',
});

/** The whole service behind its doors, on a real Postgres and NATS; contacts' facts and answers come from the test. */
export async function startPresence() {
  const [database, nats, gateway] = [
    await testDatabase('presence', (url) => runMigrations(url, MIGRATIONS)),
    await TestNats.start(),
    await TestGateway.create(),
  ];
  const logger = createLogger('presence', 'fatal');
  const config = {
    HOST: '127.0.0.1',
    PORT: 0,
    METRICS_PORT: undefined,
    LOG_LEVEL: 'fatal' as const,
    DRAIN_SECONDS: 0,
    DATABASE_URL: database.url,
    DATABASE_POOL: 4,
    NATS_URL: nats.url('presence'),
    STREAM_REPLICAS: 1,
    CLAIM_PUBLIC_KEYS: gateway.publicKeys,
    LIVE_SECRET: randomBytes(32).toString('base64url'),
  };
  const boot = () =>
    runService({
      service: 'presence',
      module: AppModule.forConfig(config, logger),
      logger,
      host: config.HOST,
      port: config.PORT,
    });
  let app = await boot();
  const [contacts, door] = [
    await ContactsDouble.start(await connectNats(nats.url('contacts'), 'contacts in a test')),
    await connectNats(nats.url('gateway'), 'gateway in a test'),
  ];
  return {
    database,
    nats,
    gateway,
    contacts,
    /** The gateway's place on the bus. */
    door,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of every shape
    ask: async <Data = any>(
      caller: Partial<TestPerson>,
      query: string,
      variables?: Record<string, unknown>,
    ): Promise<TestAnswer<Data>> =>
      gateway.ask<Data>({ url: await app.getUrl(), service: 'presence' }, caller, query, variables),
    /** Ends the service and starts it again on the same Postgres and NATS. */
    async restart(meanwhile: () => Promise<void> = async () => undefined) {
      await app.close();
      await meanwhile();
      app = await boot();
    },
    async stop() {
      await app.close();
      await contacts.stop();
      await door.close();
      await nats.stop();
      await database.drop();
    },
  };
}
export type PresenceUnderTest = Awaited<ReturnType<typeof startPresence>>;

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
