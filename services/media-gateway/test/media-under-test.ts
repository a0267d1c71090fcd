import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import { connectNats } from '@parley/bus';
import { readBlocks, readUsers, type OrganisationId, type UserSnapshot } from '@parley/contracts';
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
import { Housekeeper } from '../src/housekeeping/housekeeper.ts';
import { measureMail } from '../src/mail/measure-mail.ts';
import { PostOffice } from '../src/mail/post-office.ts';
import { MIGRATIONS } from '../src/migrations/all.ts';
import type { Participant } from '../src/participants/participant.ts';
import { RecordingRetention } from '../src/recordings/recording-retention.ts';
import { RemovalService } from '../src/removals/removal.service.ts';
import { Reminders } from '../src/schedule/reminders.ts';

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
export async function startMedia(
  settings: {
    MEETING_MOST_PEOPLE?: number;
    MEETING_MOST_MINUTES?: number;
    MEETING_HISTORY_DAYS?: number;
    MAIL_DAYS?: number;
    CALL_RING_SECONDS?: number;
    METRICS_PORT?: number;
    RECORDING_DAYS?: number;
    MAIL_URL?: string;
    MAIL_FROM?: string;
  } = {},
) {
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
      const known = userIds.filter((userId) => userId !== NOBODY);
      const users = known.map((userId): UserSnapshot => ({
        userId,
        organisationId,
        displayName: nameOf(userId),
        email: addressOf(userId),
        avatarUrl: pictureOf(userId),
        title: null,
        revision: 1,
      }));
      message.respond(JSON.stringify({ answer: { users } }));
    },
  });
  await auth.flush();
  const contacts = await connectNats(nats.url('contacts'), 'contacts');
  const blocks = new Map<string, ReadonlySet<string>>();
  contacts.subscribe(readBlocks.subject, {
    callback: (_error, message) => {
      const { userId, otherUserIds } = readBlocks.question.parse(message.json());
      const by = otherUserIds.filter((other) => blocks.get(other)?.has(userId));
      const whom = otherUserIds.filter((other) => blocks.get(userId)?.has(other));
      message.respond(JSON.stringify({ answer: { by, whom } }));
    },
  });
  await contacts.flush();
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
    RECORDINGS_SECRET: randomBytes(32).toString('base64url'),
    MEETING_MOST_MINUTES: 1_440,
    MEETING_ALONE_MINUTES: 15,
    MEETING_HISTORY_DAYS: 365,
    MAIL_DAYS: 30,
    CALL_RING_SECONDS: 45,
    MAIL_LANGUAGE: 'en' as const,
    LIVEKIT_URL: livekit.url,
    LIVEKIT_API_KEY: livekit.apiKey,
    LIVEKIT_API_SECRET: livekit.apiSecret,
    LIVEKIT_PUBLIC_URL: 'ws://localhost:4000',
    ...settings,
  };
  const module = AppModule.forConfig(config, logger);
  const app = await runService({
    service: 'media-gateway',
    module,
    logger,
    host: '127.0.0.1',
    port,
    metricsPort: config.METRICS_PORT,
    measure: (metrics, app) => measureMail(metrics, app.get(PostOffice)),
  });
  return {
    url,
    livekit,
    nats,
    auth,
    contacts,
    /** Whom somebody blocks, as contacts answers when asked. */
    blocks,
    database,
    rooms: new RoomServiceClient(livekit.url, livekit.apiKey, livekit.apiSecret),
    recordingsSecret: config.RECORDINGS_SECRET,
    /** What Prometheus reads of one metric without labels; undefined where it has no value. */
    metric: async (name: string): Promise<number | undefined> => {
      const text = await (await fetch(`http://127.0.0.1:${config.METRICS_PORT}/metrics`)).text();
      const value = new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1];
      return value === undefined ? undefined : Number(value);
    },
    app,
    reconcile: () => app.get(Reconciler).reconcile(),
    /** One round of housekeeping. */
    tidy: () => app.get(Housekeeper).round(),
    retain: () => app.get(RecordingRetention).sweep(),
    remind: () => app.get(Reminders).look(),
    sendDue: (org: OrganisationId) => app.get(PostOffice).sendDue(org),
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
      await Promise.all([auth.close(), contacts.close()]);
      await livekit.stop();
      await nats.stop();
      await database.drop();
    },
  };
}
export type MediaUnderTest = Awaited<ReturnType<typeof startMedia>>;

/** Whom the stand-in for auth does not know. */
export const NOBODY = newId('user');
/** The address of somebody's account, by the stand-in for auth. */
export const addressOf = (userId: string): string => `${userId.slice(-8)}@example.com`;
/** What the stand-in for auth calls somebody. */
export const nameOf = (userId: string): string => `Person ${userId.slice(-4)}`;

/** Their picture, as it says. */
export const pictureOf = (userId: string): string => `/pictures/0/${userId.slice(4)}/512.webp`;

export async function signed(
  body: string,
  { apiKey, apiSecret }: { apiKey: string; apiSecret: string },
): Promise<string> {
  const token = new AccessToken(apiKey, apiSecret, { ttl: 60 });
  token.sha256 = createHash('sha256').update(body).digest('base64');
  return token.toJwt();
}
