import 'reflect-metadata';
import { connectNats } from '@parley/bus';
import {
  idFrom,
  readBlocks,
  readSessionPerson,
  readUsers,
  userRegistered,
  type Fact,
  type OrganisationId,
  type PayloadOf,
  type SessionId,
  type UserId,
  type UserSnapshot,
} from '@parley/contracts';
import { runMigrations } from '@parley/persistence';
import { runService } from '@parley/subgraph';
import { createLogger } from '@parley/telemetry';
import { testDatabase, TestGateway, TestNats, type TestAnswer, type TestCaller } from '@parley/testing';
import { jetstream } from '@nats-io/jetstream';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { vi } from 'vitest';
import type { z } from 'zod';
import { AppModule } from '../src/app.module.ts';
import { INTERNET } from '../src/outside/outside.ts';
import type { ChatConfig } from '../src/config.ts';
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
export async function startChat(settings: Partial<ChatConfig> = {}, outside = INTERNET) {
  const filesDir = mkdtempSync(join(tmpdir(), 'parley-files-'));
  const [database, nats, gateway] = [
    await testDatabase('chat', (url) => runMigrations(url, MIGRATIONS)),
    await TestNats.start(),
    await TestGateway.create(),
  ];
  const logger = createLogger('chat', 'fatal');
  const config: ChatConfig = {
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
    FILES_DIR: filesDir,
    FILES_S3_REGION: 'us-east-1',
    FILES_MOST_MIB: 2,
    PUBLIC_URL: 'https://parley.example',
    PUSH_PRIVATE_KEY: undefined,
    PUSH_CONTACT: undefined,
    PUSH_TEST_ORIGINS: [],
    MISSED_MAIL_SECONDS: 600,
    LINK_PREVIEWS: false,
    ...settings,
  };
  const auth = await connectNats(nats.url('auth'), 'auth in a test');
  const known = new Map<string, UserSnapshot>();
  const asked = auth.subscribe(readUsers.subject);
  void (async () => {
    for await (const message of asked) {
      const { organisationId, userIds } = readUsers.question.parse(message.json());
      const users = userIds.flatMap((id) => known.get(id) ?? []).filter((one) => one.organisationId === organisationId);
      message.respond(JSON.stringify({ answer: { users } }));
    }
  })();
  const media = await connectNats(nats.url('media-gateway'), 'media-gateway in a test');
  let found: (
    question: z.output<typeof readSessionPerson.question>,
  ) => z.input<typeof readSessionPerson.answer>['found'] = () => null;
  const questions = media.subscribe(readSessionPerson.subject);
  void (async () => {
    for await (const message of questions)
      message.respond(JSON.stringify({ answer: { found: found(readSessionPerson.question.parse(message.json())) } }));
  })();
  const contacts = await connectNats(nats.url('contacts'), 'contacts in a test');
  const presence = await connectNats(nats.url('presence'), 'presence in a test');
  const blocks = { asked: 0, by: [] as UserId[], whom: [] as UserId[] };
  const asks = contacts.subscribe(readBlocks.subject);
  void (async () => {
    for await (const message of asks) {
      blocks.asked += 1;
      const { otherUserIds } = readBlocks.question.parse(message.json());
      const among = (ids: UserId[]) => ids.filter((id) => otherUserIds.includes(id));
      message.respond(JSON.stringify({ answer: { by: among(blocks.by), whom: among(blocks.whom) } }));
    }
  })();
  const app = await runService({
    service: 'chat',
    module: AppModule.forConfig(config, logger, outside),
    logger,
    host: '127.0.0.1',
    port: 0,
  });
  const to = { url: await app.getUrl(), service: 'chat' as const };
  return {
    database,
    nats,
    /** Where it answers. */
    url: to.url,
    /** Where it keeps files, unless in a bucket. */
    filesDir,
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
    /** What the media-gateway answers about people in meetings' conversations; nobody unless told. */
    knowsOf: (answer: typeof found) => (found = answer),
    /** What contacts answers about blocks, and how often it was asked. */
    blocks,
    /** A fact of another service, twice, as a relay may tell it. */
    async hears<F extends Fact>(fact: F, payload: PayloadOf<F>): Promise<void> {
      const envelope = { id: v7(), organisationId: null, at: new Date().toISOString(), payload };
      const teller = { contacts, auth, presence }[fact.subject.split('.')[1] ?? ''] ?? media;
      const publish = () => jetstream(teller).publish(fact.subject, JSON.stringify(envelope));
      for (let time = 0; time < 2; time += 1) await vi.waitFor(publish, { timeout: 10_000, interval: 100 });
    },
    forget: (who: TestPerson) => known.delete(who.sub),
    /** The gateway's claim for a live request. */
    claim: (who: TestCaller, hash: string) => gateway.claim('chat', who, hash),
    ask: <Data>(caller: TestCaller, query: string, variables?: Record<string, unknown>): Promise<TestAnswer<Data>> =>
      gateway.ask<Data>(to, caller, query, variables),
    async stop() {
      await app.close();
      await Promise.all([auth.close(), media.close(), contacts.close(), presence.close()]);
      await nats.stop();
      await database.drop();
      rmSync(filesDir, { recursive: true, force: true });
    },
  };
}
export type ChatUnderTest = Awaited<ReturnType<typeof startChat>>;
