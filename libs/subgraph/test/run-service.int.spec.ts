import 'reflect-metadata';
import { connect, createServer, type Server } from 'node:net';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BusModule } from '@parley/bus';
import { messagesSent } from '@parley/contracts';
import { newId, OutboxTables1700000000000, PersistenceModule, runMigrations, UnitOfWork } from '@parley/persistence';
import { createLogger } from '@parley/telemetry';
import { freePort, testDatabase, TestNats, type TestDatabase } from '@parley/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runService } from '../src/index.ts';

const logger = createLogger('chat', 'silent');

@Module({})
class Nothing {}

let database: TestDatabase;
let broker: TestNats;
let port: number;
let metricsPort: number;
let app: NestFastifyApplication | undefined;
const open: Server[] = [];
beforeEach(async () => {
  database = await testDatabase('chat', (url) => runMigrations(url, [OutboxTables1700000000000]));
  broker = await TestNats.start();
  [port, metricsPort] = [await freePort(), await freePort()];
});
afterEach(async () => {
  await app?.close();
  app = undefined;
  open.splice(0).forEach((server) => server.close());
  for (const signal of ['SIGTERM', 'SIGINT']) process.removeAllListeners(signal);
  vi.restoreAllMocks();
  await broker.stop();
  await database.drop();
});

/** A service that is nothing but its start and its end. */
async function run(databaseUrl = database.url, more: { drainSeconds?: number } = {}): Promise<void> {
  const module = {
    module: Nothing,
    imports: [
      PersistenceModule.forRoot({ url: databaseUrl, entities: [] }),
      BusModule.forService({ service: 'chat', natsUrl: broker.url('chat'), replicas: 1, logger }),
    ],
  };
  app = await runService({ service: 'chat', module, logger, host: '127.0.0.1', port, metricsPort, ...more });
}

const statusOf = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
const isWaiting = () =>
  vi.waitFor(async () => expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503]), 5_000);
const isServing = () =>
  vi.waitFor(async () => expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 200]), 10_000);
const metrics = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();

describe('a service that starts before', () => {
  it('its bus is alive and not ready, and refuses work, until the bus is there', async () => {
    await broker.kill();
    const running = run();
    await isWaiting();
    expect(await statusOf('/graphql')).toBe(503);
    expect(await metrics()).toMatch(/^process_resident_memory_bytes /m);
    await broker.startAgain();
    await isServing();
    await running;
  });

  it('its database likewise', async () => {
    const { port: real } = new URL(database.url);
    const late = new URL(database.url);
    late.port = String(await freePort());
    const running = run(late.href);
    await isWaiting();
    const way = createServer((socket) => {
      const on = connect(Number(real), '127.0.0.1');
      socket.pipe(on).pipe(socket);
      for (const end of [socket, on]) end.on('error', () => undefined);
    });
    open.push(way);
    way.listen(Number(late.port), '127.0.0.1');
    await isServing();
    await running;
  });

  it('ends at once when it is told to while it waits', async () => {
    await broker.kill();
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const running = run(database.url, { drainSeconds: 15 });
    await isWaiting();
    process.emit('SIGTERM', 'SIGTERM');
    await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0), 5_000);
    await broker.startAgain();
    await running;
  });
});

it('a database that refuses the service ends it, with Postgres’ own words and no door left open', async () => {
  const wrong = new URL(database.url);
  wrong.password = 'hunter2';
  await expect(run(wrong.href)).rejects.toThrow(/password authentication failed/);
  await expect(statusOf('/healthz')).rejects.toThrow();
  await expect(metrics()).rejects.toThrow();
});

describe('a service that runs', () => {
  it('stays alive and ready while the bus is away, and says how much waits to be told', async () => {
    await run();
    expect(await metrics()).toMatch(/^parley_outbox_unpublished 0$/m);
    await broker.kill();
    const organisationId = newId('organisation');
    await app?.get(UnitOfWork).run(organisationId, async (tx) =>
      tx.publish(messagesSent, {
        organisationId,
        messages: [
          {
            conversationId: newId('conversation'),
            messageId: newId('message'),
            seq: 1,
            senderId: newId('user'),
            sentAt: new Date().toISOString(),
          },
        ],
      }),
    );
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 200]);
    const text = await metrics();
    expect(text).toMatch(/^parley_outbox_unpublished 1$/m);
    expect(text).toMatch(/^parley_dead_letters_total 0$/m);
    expect(text).toMatch(/^parley_http_request_duration_seconds_count\{route="\/readyz",status="2xx"\} 1$/m);
    await broker.startAgain();
    await vi.waitFor(async () => expect(await metrics()).toMatch(/^parley_outbox_unpublished 0$/m), 10_000);
  });

  it('is not ready from SIGTERM on, serves for as long as it was told, then closes and exits with 0', async () => {
    await run(database.url, { drainSeconds: 1 });
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    process.emit('SIGTERM', 'SIGTERM');
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503]);
    expect(exit).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0), 5_000);
    await expect(statusOf('/healthz')).rejects.toThrow();
    await expect(metrics()).rejects.toThrow();
  });
});
