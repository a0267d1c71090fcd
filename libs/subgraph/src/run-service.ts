import type { NatsConnection } from '@nats-io/transport-node';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BusServer, measureBus, NATS, STREAM_REPLICAS } from '@parley/bus';
import { OutboxRepository } from '@parley/persistence';
import { Metrics, NestLog, openMetricsDoor, type Logger } from '@parley/telemetry';
import { endOnSignal, type Endable } from './end-on-signal.ts';
import { openWaitingDoor } from './waiting-door.ts';

export interface ServiceOptions {
  /** Name in logs, on the bus and as its consumer. */
  service: string;
  module: Type | DynamicModule;
  logger: Logger;
  host: string;
  port: number;
  /** Port of the door for Prometheus; absent: there is none, and nothing is measured. */
  metricsPort?: number | undefined;
  /** Adds what this service alone measures; called where there is that door. */
  measure?: (metrics: Metrics, app: NestFastifyApplication) => void;
  /** Seconds to go on serving after SIGTERM with readiness already refused (G12). */
  drainSeconds?: number;
}

/** Largest body a subgraph takes, in bytes; the gateway refuses more than 256 KiB before. */
const BODY_LIMIT = 1024 * 1024;

/**
 * Starts a Nest service with its two doors, graph and bus, and ends it gracefully on SIGTERM and SIGINT. Liveness is
 * answered from the first moment on; while database and bus do not answer it waits for them, not ready (G12).
 */
export async function runService(options: ServiceOptions): Promise<NestFastifyApplication> {
  const { host, port, logger } = options;
  const state: Endable = { isReady: false };
  endOnSignal(state, options.drainSeconds ?? 0, logger);
  const metrics = options.metricsPort === undefined ? undefined : new Metrics();
  const metricsDoor = metrics && (await openMetricsDoor(metrics, host, options.metricsPort ?? 0));
  const stopWaiting = await openWaitingDoor(host, port);
  let app: NestFastifyApplication;
  try {
    app = await create(options);
  } catch (error) {
    await metricsDoor?.close();
    throw error;
  } finally {
    await stopWaiting();
  }
  state.close = () => app.close();
  const http = app.getHttpAdapter().getInstance();
  http.get('/healthz', async () => ({ status: 'ok' }));
  http.get('/readyz', async (_request, reply) =>
    reply.status(state.isReady ? 200 : 503).send({ status: state.isReady ? 'ready' : 'not ready' }),
  );
  // While it ends, each answer asks its caller for a new connection: none is left to be cut off with a request on it.
  http.addHook('onSend', async (_request, reply) => {
    if (!state.isReady) reply.header('connection', 'close');
  });
  http.addHook('onClose', async () => metricsDoor?.close());
  const replicas = app.get<number>(STREAM_REPLICAS);
  const strategy = new BusServer(app.get<NatsConnection>(NATS), options.service, logger, replicas);
  if (metrics) {
    measureBus(metrics, app.get(OutboxRepository), strategy);
    http.addHook('onResponse', metrics.requestMeter());
    options.measure?.(metrics, app);
  }
  app.connectMicroservice<MicroserviceOptions>({ strategy }, { inheritAppConfig: true });
  await app.startAllMicroservices();
  await app.listen(port, host);
  state.isReady = true;
  logger.info({ port }, 'ready');
  return app;
}

/** Resolves once database and bus have answered. */
function create({ module, logger }: ServiceOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' });
  return NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLog(logger),
    abortOnError: false,
    rawBody: true,
  });
}
