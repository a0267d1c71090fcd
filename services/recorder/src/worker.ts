import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BusServer, connectNats } from '@parley/bus';
import { Metrics, NestLog, openMetricsDoor, type Logger } from '@parley/telemetry';
import { AppModule, type Surroundings } from './app.module.ts';
import { Browsers } from './browser/browsers.ts';
import { lookAround } from './capacity/machine.ts';
import type { RecorderConfig } from './config.ts';
import { Finaliser } from './finalising/finaliser.service.ts';
import { measure } from './measure.ts';
import { JobBook } from './parts/job-book.ts';
import { Recordings } from './parts/recordings.service.ts';
import { Reports } from './parts/reports.ts';
import { directStore, spooledStore } from './slices/slice-store.ts';
import { DiskStorage } from '@parley/storage';
import { openStorage } from './storage/open-storage.ts';

/** What is not settled this long after everything else has ended is left to whoever comes after. */
const LAST_MS = 5_000;

/** The process: its doors, what it waits for, and its end. */
export class Worker {
  private app: NestFastifyApplication | undefined;
  private surroundings: Surroundings | undefined;
  private isReady = false;

  constructor(
    private readonly config: RecorderConfig,
    private readonly logger: Logger,
  ) {}

  /** Starts it: alive at once, ready when the bus has answered. */
  async open(): Promise<void> {
    const { HOST: host, PORT: port, METRICS_PORT } = this.config;
    const metrics = METRICS_PORT === undefined ? undefined : new Metrics();
    if (metrics && METRICS_PORT) await openMetricsDoor(metrics, host, METRICS_PORT);
    const stopWaiting = await waitAt(host, port);
    const surroundings = await this.lookAround();
    this.surroundings = surroundings;
    const adapter = new FastifyAdapter({ forceCloseConnections: true });
    const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(surroundings), adapter, {
      logger: new NestLog(this.logger),
      abortOnError: false,
    });
    this.app = app;
    const http = app.getHttpAdapter().getInstance();
    http.get('/healthz', async () => ({ status: 'ok' }));
    http.get('/readyz', async (_request, reply) => reply.status(this.isReady ? 200 : 503).send());
    if (metrics) {
      measure(metrics, app.get(Recordings), surroundings.slices);
      http.addHook('onResponse', metrics.requestMeter());
    }
    const strategy = new BusServer(surroundings.nats, 'recorder', this.logger);
    app.connectMicroservice<MicroserviceOptions>({ strategy }, { inheritAppConfig: true });
    await app.startAllMicroservices();
    await stopWaiting();
    await app.listen(port, host);
    this.isReady = true;
    const { slots, ffmpeg } = surroundings.machine;
    this.logger.info({ port, slots, hasFfmpeg: ffmpeg !== undefined }, 'ready');
  }

  /**
   * Ends it (G12): takes nothing more, lets what runs come to its end for as long as it is told, stores the rest and leaves it to others.
   */
  async close(): Promise<void> {
    this.isReady = false;
    const { app, config, surroundings } = this;
    if (!app || !surroundings) return;
    const work = Promise.all([
      app.get(Recordings).leave(config.RECORDER_FINISH_SECONDS * 1_000),
      app.get(Finaliser).leave(),
      sleep(config.DRAIN_SECONDS * 1_000),
    ]);
    await Promise.race([work, sleep(config.RECORDER_FINISH_SECONDS * 1_000 + LAST_MS)]);
    app.get(Reports).close();
    await surroundings.slices.close();
    await app.close();
    await surroundings.nats.close();
    surroundings.storage.close();
  }

  private async lookAround(): Promise<Surroundings> {
    const { config, logger } = this;
    const machine = lookAround(config);
    if (!machine.chromium) logger.warn('there is no Chromium: nothing can be recorded here');
    if (!machine.ffmpeg) logger.warn('there is no ffmpeg: recordings stay as they are captured');
    const browsers = new Browsers(
      {
        executablePath: machine.chromium ?? '',
        hasSandbox: config.RECORDER_SANDBOX,
        takesAnyCertificate: config.RECORDER_ANY_CERTIFICATE,
      },
      logger,
    );
    const storage = await openStorage(config);
    const failed = (error: unknown) => logger.warn({ err: error }, 'a slice was not uploaded; trying again');
    const slices = config.RECORDINGS_S3_BUCKET
      ? await spooledStore(new DiskStorage(join(config.RECORDINGS_DIR, 'spool')), storage, failed)
      : directStore(storage);
    return {
      config,
      logger,
      machine,
      browsers,
      book: new JobBook(join(config.RECORDINGS_DIR, 'jobs')),
      storage,
      slices,
      nats: await connectNats(config.NATS_URL, 'recorder'),
    };
  }
}

/** Answers while the bus is waited for: alive, and not ready. */
async function waitAt(host: string, port: number): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/healthz' ? 200 : 503, { connection: 'close' }).end();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    return closed;
  };
}
