import 'reflect-metadata';
import { AckPolicy, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  deadLetterSubject,
  DEAD_LETTER_STREAM,
  FACT_STREAM,
  messagesSent,
  readUsers,
  type OrganisationId,
  type PayloadOf,
} from '@parley/contracts';
import { Refused } from '@parley/errors';
import {
  createDataSource,
  newId,
  OutboxRepository,
  OutboxTables1700000000000,
  runMigrations,
  UnitOfWork,
} from '@parley/persistence';
import { createLogger } from '@parley/telemetry';
import { testDatabase, TestNats, type TestDatabase } from '@parley/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, BusServer, connectNats, OutboxRelay } from '../src/index.ts';

type Sent = PayloadOf<typeof messagesSent>;

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

let broker: TestNats;
let nats: NatsConnection;
let unitOfWork: UnitOfWork;
let relay: OutboxRelay;
beforeEach(async () => {
  broker = await TestNats.start();
  nats = await connectNats(broker.url('chat'), 'chat');
  const outbox = new OutboxRepository(source);
  unitOfWork = new UnitOfWork(source, outbox);
  relay = new OutboxRelay(nats, source, outbox, unitOfWork, logger, 1);
  await source.query('TRUNCATE outbox, outbox_stream, inbox');
  relay.onApplicationBootstrap();
});
afterEach(async () => {
  await relay.onApplicationShutdown();
  await nats.close();
  await broker.stop();
});

const factOf = (seq: number): Sent => ({
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
const publish = (seq: number) => unitOfWork.run(organisationId, async (tx) => tx.publish(messagesSent, factOf(seq)));

/** Consumes as a service does, with an inbox row in the effect's transaction. */
function consume(effect: (seq: number) => void) {
  const server = new BusServer(nats, 'chat', logger);
  const handler = async (delivery: { id: string; payload: Sent }) => {
    await unitOfWork.run(organisationId, async (tx) => {
      if (await tx.isFirstDelivery('test', delivery.id)) effect(delivery.payload.messages[0]?.seq ?? NaN);
    });
  };
  server.addHandler(messagesSent.subject, handler as never, true);
  server.listen(() => undefined);
  return server;
}

describe('facts', () => {
  it('arrive once and in order, also what was stored while the broker was down or has forgotten everything', async () => {
    const seen: number[] = [];
    const server = consume((seq) => seen.push(seq));
    await publish(1);
    await vi.waitFor(() => expect(seen).toEqual([1]), 5_000);
    await broker.kill();
    await publish(2);
    await publish(3);
    await broker.startAgain();
    await vi.waitFor(() => expect(seen).toEqual([1, 2, 3]), 15_000);
    await broker.kill();
    broker.wipe();
    await publish(4);
    await broker.startAgain();
    await vi.waitFor(() => expect(seen).toEqual([1, 2, 3, 4]), 15_000);
    await server.close();
  }, 60_000);

  it('go on where they were when an older release had made stream and consumer otherwise', async () => {
    const manager = await jetstreamManager(nats);
    await vi.waitFor(() => manager.streams.info(FACT_STREAM.name), 5_000);
    await manager.streams.update(FACT_STREAM.name, { max_age: 3_600_000_000_000 });
    await manager.consumers.add(FACT_STREAM.name, {
      durable_name: 'chat',
      ack_policy: AckPolicy.Explicit,
      ack_wait: 30_000_000_000,
      max_ack_pending: 7,
    });
    const seen: number[] = [];
    const server = consume((seq) => seen.push(seq));
    await publish(1);
    await vi.waitFor(() => expect(seen).toEqual([1]), 10_000);
    expect((await manager.consumers.info(FACT_STREAM.name, 'chat')).config).toMatchObject({ max_ack_pending: 1 });
    await server.close();
  });

  it('are not published when their transaction is rolled back', async () => {
    const seen: number[] = [];
    const server = consume((seq) => seen.push(seq));
    const failing = unitOfWork.run(organisationId, async (tx) => {
      tx.publish(messagesSent, factOf(1));
      throw new Refused('CONFLICT', 'no');
    });
    await expect(failing).rejects.toMatchObject({ code: 'CONFLICT' });
    await publish(2);
    await vi.waitFor(() => expect(seen).toEqual([2]), 5_000);
    await server.close();
  });

  it('that keep failing are tried five times, then lie among the dead letters with their cause; the next ones go on', async () => {
    const tries: number[] = [];
    const server = consume((seq) => {
      tries.push(seq);
      if (seq === 1) throw new Error('the disk of the mail server is full');
    });
    await publish(1);
    await publish(2);
    await vi.waitFor(() => expect(tries).toEqual([1, 1, 1, 1, 1, 2]), 30_000);
    const manager = await jetstreamManager(nats);
    const dead = await manager.streams.getMessage(DEAD_LETTER_STREAM.name, { last_by_subj: deadLetterSubject('chat') });
    expect(dead?.json()).toMatchObject({ payload: { messages: [{ seq: 1 }] } });
    expect(dead?.header.get('Parley-Cause')).toBe('the disk of the mail server is full');
    expect(dead?.header.get('Parley-Subject')).toBe(messagesSent.subject);
    expect(server.deadLetters).toBe(1);
    await server.close();
  }, 60_000);
});

describe('requests', () => {
  it('are answered, refused with the owner’s code, masked when they fail, and UNAVAILABLE when nobody is there', async () => {
    const auth = await connectNats(broker.url('auth'), 'auth');
    const question = { organisationId, userIds: [newId('user')] };
    await expect(ask(nats, readUsers, question, 300)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const answers = [
      async () => ({ users: [] }),
      async () => Promise.reject(Refused.notFound('organisation')),
      async () => Promise.reject(new Error('hunter2')),
    ];
    for (const [index, expected] of [
      { users: [] },
      { code: 'NOT_FOUND' },
      { code: 'INTERNAL', message: expect.not.stringContaining('hunter2') },
    ].entries()) {
      const server = new BusServer(auth, 'auth', logger);
      server.addHandler(readUsers.subject, answers[index] as never);
      server.listen(() => undefined);
      await auth.flush();
      const asked = ask(nats, readUsers, question).catch((error: unknown) => error);
      expect(await asked).toMatchObject(expected);
      await server.close();
    }
    await auth.close();
  });
});
