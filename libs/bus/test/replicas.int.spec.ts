import 'reflect-metadata';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  DEAD_LETTER_STREAM,
  FACT_STREAM,
  messagesSent,
  type FactEnvelope,
  type OrganisationId,
  type PayloadOf,
} from '@parley/contracts';
import {
  createDataSource,
  newId,
  OutboxRepository,
  OutboxTables1700000000000,
  runMigrations,
  UnitOfWork,
} from '@parley/persistence';
import { createLogger } from '@parley/telemetry';
import { testDatabase, TestNats, TestNatsCluster, type TestDatabase } from '@parley/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BusServer, connectNats, ensureStreams, OutboxRelay, ReplicasRefused } from '../src/index.ts';

const logger = createLogger('bus', 'silent');
const organisationId: OrganisationId = newId('organisation');
let database: TestDatabase;
let source: ReturnType<typeof createDataSource>;
beforeAll(async () => {
  database = await testDatabase('chat', (url) => runMigrations(url, [OutboxTables1700000000000]));
  source = await createDataSource({ url: database.url, entities: [] }).initialize();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

const factOf = (seq: number): PayloadOf<typeof messagesSent> => ({
  organisationId,
  messages: [
    {
      conversationId: newId('conversation'),
      messageId: newId('message'),
      seq,
      senderId: newId('user'),
      sentAt: new Date().toISOString(),
    },
  ],
});

/** A service's own two ends: what it tells, and what it is told. */
function service(nats: NatsConnection, replicas: number) {
  const outbox = new OutboxRepository(source);
  const unitOfWork = new UnitOfWork(source, outbox);
  const relay = new OutboxRelay(nats, source, outbox, unitOfWork, logger, replicas);
  const server = new BusServer(nats, 'chat', logger, replicas);
  const seen = new Set<number>();
  const hear = async ({ payload }: FactEnvelope) =>
    void seen.add((payload as PayloadOf<typeof messagesSent>).messages[0]?.seq ?? NaN);
  server.addHandler(messagesSent.subject, hear as never, true);
  relay.onApplicationBootstrap();
  server.listen(() => undefined);
  return {
    seen,
    publish: (seq: number) => unitOfWork.run(organisationId, async (tx) => tx.publish(messagesSent, factOf(seq))),
    async stop() {
      await server.close();
      await relay.onApplicationShutdown();
    },
  };
}

describe('in a cluster of three', () => {
  let cluster: TestNatsCluster;
  let nats: NatsConnection;
  beforeEach(async () => {
    await source.query('TRUNCATE outbox, outbox_stream, inbox');
    cluster = await TestNatsCluster.start();
    nats = await connectNats(cluster.url('chat'), 'chat');
  });
  afterEach(async () => {
    await nats.close();
    await cluster.stop();
  });

  const consumerOf = async () => (await jetstreamManager(nats)).consumers.info(FACT_STREAM.name, 'chat');
  const streamOf = async (name: string) => (await jetstreamManager(nats)).streams.info(name);

  it('streams and consumers are kept three times, and a fact arrives after kill -9 of the server that leads', async () => {
    const chat = service(nats, 3);
    await chat.publish(1);
    await vi.waitFor(() => expect(chat.seen).toEqual(new Set([1])), 30_000);
    for (const name of [FACT_STREAM.name, DEAD_LETTER_STREAM.name]) {
      const { config, cluster: place } = await streamOf(name);
      expect(config.num_replicas).toBe(3);
      expect(place?.replicas).toHaveLength(2);
    }
    expect((await consumerOf()).cluster?.replicas).toHaveLength(2);

    const { cluster: place } = await streamOf(FACT_STREAM.name);
    await cluster.server(place?.leader ?? '').kill();
    await chat.publish(2);
    await vi.waitFor(() => expect(chat.seen).toEqual(new Set([1, 2])), 60_000);
    await cluster.server(place?.leader ?? '').startAgain();
    await chat.publish(3);
    await vi.waitFor(() => expect(chat.seen).toEqual(new Set([1, 2, 3])), 30_000);
    await chat.stop();
  }, 150_000);

  it('what was kept once is kept three times when the key says so, and goes on where it was', async () => {
    const before = service(nats, 1);
    await before.publish(1);
    await vi.waitFor(() => expect(before.seen).toEqual(new Set([1])), 30_000);
    expect((await streamOf(FACT_STREAM.name)).config.num_replicas).toBe(1);
    await before.stop();

    const after = service(nats, 3);
    await vi.waitFor(async () => {
      expect((await streamOf(FACT_STREAM.name)).config.num_replicas).toBe(3);
      expect((await streamOf(DEAD_LETTER_STREAM.name)).config.num_replicas).toBe(3);
      expect((await consumerOf()).cluster?.replicas).toHaveLength(2);
    }, 30_000);
    await after.publish(2);
    await vi.waitFor(() => expect(after.seen).toEqual(new Set([2])), 30_000);
    await after.stop();
  }, 120_000);

  it('more replicas than servers are refused, with the key and the cause', async () => {
    const error = await vi.waitFor(async () => {
      const reason = await ensureStreams(nats, 5).catch((one: unknown) => one);
      // Until the servers have found each other JetStream does not answer at all.
      expect(reason).toBeInstanceOf(ReplicasRefused);
      return reason;
    }, 30_000);
    expect(String(error)).toMatch(/STREAM_REPLICAS is 5, and NATS refuses it: .*peers.*at least 5 servers/);
  }, 60_000);
});

describe('on a single server', () => {
  it('more than one replica is refused with the key and the cause, in the log as well', async () => {
    await source.query('TRUNCATE outbox, outbox_stream, inbox');
    const broker = await TestNats.start();
    const nats = await connectNats(broker.url('chat'), 'chat');
    await expect(ensureStreams(nats, 3)).rejects.toThrow(
      /STREAM_REPLICAS is 3, and NATS refuses it: replicas > 1 not supported in non-clustered mode/,
    );
    const said = vi.spyOn(logger, 'error');
    const chat = service(nats, 3);
    await vi.waitFor(() => expect(said.mock.calls[0]?.[0]).toMatchObject({ err: { name: 'ReplicasRefused' } }), 5_000);
    await chat.stop();
    expect((await (await jetstreamManager(nats)).streams.names().next()).length).toBe(0);
    await nats.close();
    await broker.stop();
  });
});
