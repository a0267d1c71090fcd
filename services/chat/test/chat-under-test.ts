import 'reflect-metadata';
import { connectNats } from '@parley/bus';
import {
  idFrom,
  readUsers,
  userRegistered,
  type OrganisationId,
  type SessionId,
  type UserId,
  type UserSnapshot,
} from '@parley/contracts';
import { runMigrations } from '@parley/persistence';
import { runService } from '@parley/subgraph';
import { createLogger } from '@parley/telemetry';
import { testDatabase, TestGateway, TestNats, type TestAnswer } from '@parley/testing';
import { jetstream } from '@nats-io/jetstream';
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { vi } from 'vitest';
import { AppModule } from '../src/app.module.ts';
import { MIGRATIONS } from '../src/migrations/all.ts';

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

/** The whole service behind its doors, on a real Postgres and NATS; auth's facts and answers come from the test. */
export async function startChat() {
  const [database, nats, gateway] = [
    await testDatabase('chat', (url) => runMigrations(url, MIGRATIONS)),
    await TestNats.start(),
    await TestGateway.create(),
  ];
  const logger = createLogger('chat', 'fatal');
  const config = {
    HOST: '127.0.0.1',
    PORT: 0,
    METRICS_PORT: undefined,
    LOG_LEVEL: 'fatal' as const,
    DRAIN_SECONDS: 0,
    DATABASE_URL: database.url,
    DATABASE_POOL: 4,
    NATS_URL: nats.url('chat'),
    STREAM_REPLICAS: 1,
    CLAIM_PUBLIC_KEYS: gateway.publicKeys,
    LIVE_SECRET: randomBytes(32).toString('base64url'),
  };
  const auth = await connectNats(nats.url('auth'), 'auth in a test');
  const known = new Map<string, UserSnapshot>();
  const asked = auth.subscribe(readUsers.subject);
  void (async () => {
    for await (const message of asked) {
      const { userIds } = readUsers.question.parse(message.json());
      message.respond(JSON.stringify({ answer: { users: userIds.flatMap((id) => known.get(id) ?? []) } }));
    }
  })();
  const app = await runService({
    service: 'chat',
    module: AppModule.forConfig(config, logger),
    logger,
    host: '127.0.0.1',
    port: 0,
  });
  const to = { url: await app.getUrl(), service: 'chat' as const };
  return {
    database,
    nats,
    /** Somebody whom auth knows; `announced` says that chat has been told. */
    async register(who: TestPerson, displayName: string, announced = false): Promise<TestPerson> {
      const snapshot = {
        userId: who.sub,
        organisationId: who.org,
        displayName,
        email: `${who.sub}@example.com`,
        avatarUrl: null,
        title: null,
        revision: 1,
      };
      known.set(who.sub, snapshot);
      const fact = { id: v7(), organisationId: who.org, at: new Date().toISOString(), payload: snapshot };
      // Chat makes the stream a moment after it is ready.
      const publish = () => jetstream(auth).publish(userRegistered.subject, JSON.stringify(fact));
      if (announced) await vi.waitFor(publish, { timeout: 10_000, interval: 100 });
      return who;
    },
    forget: (who: TestPerson) => known.delete(who.sub),
    /** The gateway's claim for a live request. */
    claim: (who: TestPerson, hash: string) => gateway.claim('chat', who, hash),
    ask: <Data>(
      caller: Partial<TestPerson>,
      query: string,
      variables?: Record<string, unknown>,
    ): Promise<TestAnswer<Data>> => gateway.ask<Data>(to, caller, query, variables),
    async stop() {
      await app.close();
      await auth.close();
      await nats.stop();
      await database.drop();
    },
  };
}
export type ChatUnderTest = Awaited<ReturnType<typeof startChat>>;
