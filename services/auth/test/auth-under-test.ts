import 'reflect-metadata';
import { runMigrations } from '@parley/persistence';
import { runService } from '@parley/subgraph';
import { createLogger } from '@parley/telemetry';
import { testDatabase, TestGateway, TestNats, type TestAnswer, type TestCaller } from '@parley/testing';
import { randomBytes } from 'node:crypto';
import { AppModule } from '../src/app.module.ts';
import { MIGRATIONS } from '../src/migrations/all.ts';

export const PASSWORD = 'correct horse battery staple';
export const PUBLIC_URL = 'http://localhost:4000';

/** The whole service behind its doors, on a real Postgres and NATS. */
export async function startAuth() {
  const [database, nats, gateway] = [
    await testDatabase('auth', (url) => runMigrations(url, MIGRATIONS)),
    await TestNats.start(),
    await TestGateway.create(),
  ];
  const logger = createLogger('auth', 'fatal');
  const config = {
    HOST: '127.0.0.1',
    PORT: 0,
    METRICS_PORT: undefined,
    LOG_LEVEL: 'fatal' as const,
    DRAIN_SECONDS: 0,
    DATABASE_URL: database.url,
    DATABASE_POOL: 4,
    NATS_URL: nats.url('auth'),
    STREAM_REPLICAS: 1,
    CLAIM_PUBLIC_KEYS: gateway.publicKeys,
    PUBLIC_URL,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    INSTALLATION_ID: 'test',
    ORGANISATION_NAME: 'Test',
    DEMO: true,
  };
  const app = await runService({
    service: 'auth',
    module: AppModule.forConfig(config, logger),
    logger,
    host: '127.0.0.1',
    port: 0,
  });
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const ask = <Data>(
    caller: TestCaller,
    query: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<TestAnswer<Data>> => gateway.ask<Data>({ url, service: 'auth' }, caller, query, variables, headers);
  return {
    app,
    url,
    ask,
    nats,
    database,
    async stop() {
      await app.close();
      await nats.stop();
      await database.drop();
    },
  };
}
export type AuthUnderTest = Awaited<ReturnType<typeof startAuth>>;
