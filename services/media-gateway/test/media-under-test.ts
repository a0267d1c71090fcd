import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import { connectNats } from '@parley/bus';
import { readUsers, type OrganisationId, type UserSnapshot } from '@parley/contracts';
import { newId, runMigrations, UnitOfWork } from '@parley/persistence';
import { runService } from '@parley/subgraph';
import { createLogger } from '@parley/telemetry';
import {
  freePort,
  testDatabase,
  TestGateway,
  TestLivekit,
  TestNats,
  withClient,
  type TestAnswer,
  type TestCaller,
} from '@parley/testing';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import { AppModule } from '../src/app.module.ts';
import { Reconciler } from '../src/hints/reconciler.ts';
import { MIGRATIONS } from '../src/migrations/all.ts';
import type { Participant } from '../src/participants/participant.ts';
import { RemovalService } from '../src/removals/removal.service.ts';

export const PUBLIC_URL = 'http://localhost:4000';

/** Somebody who is signed in. */
export type Somebody = Required<Pick<TestCaller, 'sub' | 'org' | 'sid' | 'role'>>;

export const somebody = (org: OrganisationId): Somebody => ({
  sub: newId('user'),
  org,
  sid: newId('session'),
  role: 'MEMBER',
});

/** The whole service behind its doors, on a real Postgres, NATS and LiveKit; auth is a stand-in that knows everybody. */
export async function startMedia(settings: { MEETING_MOST_PEOPLE?: number } = {}) {
  const [database, nats, gateway, port] = [
    await testDatabase('media-gateway', (url) => runMigrations(url, MIGRATIONS)),
    await TestNats.start(),
    await TestGateway.create(),
    await freePort(),
  ];
  const url = `http://127.0.0.1:${port}`;
  const livekit = await TestLivekit.start(`${url}/livekit/webhook`);
  const auth = await connectNats(nats.url('auth'), 'auth');
  auth.subscribe(readUsers.subject, {
    callback: (_error, message) => {
      const { organisationId, userIds } = readUsers.question.parse(message.json());
      const users = userIds.map((userId): UserSnapshot => ({
        userId,
        organisationId,
        displayName: nameOf(userId),
        email: 'x@example.com',
        avatarUrl: null,
        title: null,
        revision: 1,
      }));
      message.respond(JSON.stringify({ answer: { users } }));
    },
  });
  await auth.flush();
  const logger = createLogger('media-gateway', 'fatal');
  const config = {
    HOST: '127.0.0.1',
    PORT: port,
    METRICS_PORT: undefined,
    LOG_LEVEL: 'fatal' as const,
    DRAIN_SECONDS: 0,
    DATABASE_URL: database.url,
    DATABASE_POOL: 4,
    NATS_URL: nats.url('media-gateway'),
    STREAM_REPLICAS: 1,
    CLAIM_PUBLIC_KEYS: gateway.publicKeys,
    LIVE_SECRET: randomBytes(32).toString('base64url'),
    PUBLIC_URL,
    MEETING_MOST_PEOPLE: 200,
    LIVEKIT_URL: livekit.url,
    LIVEKIT_API_KEY: livekit.apiKey,
    LIVEKIT_API_SECRET: livekit.apiSecret,
    LIVEKIT_PUBLIC_URL: 'ws://localhost:4000',
    ...settings,
  };
  const module = AppModule.forConfig(config, logger);
  const app = await runService({ service: 'media-gateway', module, logger, host: '127.0.0.1', port });
  return {
    url,
    livekit,
    nats,
    auth,
    database,
    rooms: new RoomServiceClient(livekit.url, livekit.apiKey, livekit.apiSecret),
    reconcile: () => app.get(Reconciler).reconcile(),
    ask: <Data>(caller: TestCaller, query: string, variables?: Record<string, unknown>): Promise<TestAnswer<Data>> =>
      gateway.ask<Data>({ url, service: 'media-gateway' }, caller, query, variables),
    /** The gateway's claim for a live request. */
    claim: (caller: TestCaller, hash: string) => gateway.claim('media-gateway', caller, hash),
    rows: <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
      withClient(database.superuserUrl, async (client) => (await client.query(sql, values)).rows as Row[]),
    /** As LiveKit sends it, with its signature unless another is given. */
    async hook(event: object, headers: Record<string, string> = {}): Promise<number> {
      const body = JSON.stringify(event);
      const signature = await signed(body, livekit);
      const response = await fetch(`${url}/livekit/webhook`, {
        method: 'POST',
        headers: { 'content-type': 'application/webhook+json', authorization: signature, ...headers },
        body,
      });
      return response.status;
    },
    /** As moderation will: noted in the transaction of the change. */
    remove: (org: OrganisationId, roomName: string, participant: Pick<Participant, 'id' | 'meetingId' | 'userId'>) =>
      app
        .get(UnitOfWork)
        .run(org, (transaction) => app.get(RemovalService).participant(transaction, roomName, participant)),
    async stop() {
      await app.close();
      await auth.close();
      await livekit.stop();
      await nats.stop();
      await database.drop();
    },
  };
}
export type MediaUnderTest = Awaited<ReturnType<typeof startMedia>>;

/** What the stand-in for auth calls somebody. */
export const nameOf = (userId: string): string => `Person ${userId.slice(-4)}`;

export async function signed(
  body: string,
  { apiKey, apiSecret }: { apiKey: string; apiSecret: string },
): Promise<string> {
  const token = new AccessToken(apiKey, apiSecret, { ttl: 60 });
  token.sha256 = createHash('sha256').update(body).digest('base64');
  return token.toJwt();
}
