import type { NatsConnection } from '@nats-io/transport-node';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BusServer, NATS, STREAM_REPLICAS } from '@parley/bus';
import { NestLog, type Logger } from '@parley/telemetry';

export interface ServiceOptions {
  /** Name in logs, on the bus and as its consumer. */
  service: string;
  module: Type | DynamicModule;
  logger: Logger;
  host: string;
  port: number;
  /** Seconds to go on serving after SIGTERM with readiness already refused (G12). */
  drainSeconds?: number;
}

/** Largest body a subgraph takes, in bytes; the gateway refuses more than 256 KiB before. */
const BODY_LIMIT = 1024 * 1024;

/** Starts a Nest service with its two doors, graph and bus, and ends it gracefully on SIGTERM and SIGINT. */
export async function runService(options: ServiceOptions): Promise<NestFastifyApplication> {
  const { logger } = options;
  const app = await NestFactory.create<NestFastifyApplication>(
    options.module,
    new FastifyAdapter({ bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' }),
    {
      logger: new NestLog(logger),
      abortOnError: false,
      rawBody: true,
    },
  );
  let isReady = false;
  const http = app.getHttpAdapter().getInstance();
  http.get('/healthz', async () => ({ status: 'ok' }));
  http.get('/readyz', async (_request, reply) =>
    reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' }),
  );
  // While it ends, each answer asks its caller for a new connection: none is left to be cut off with a request on it.
  http.addHook('onSend', async (_request, reply) => {
    if (!isReady) reply.header('connection', 'close');
  });
  const strategy = new BusServer(
    app.get<NatsConnection>(NATS),
    options.service,
    logger,
    app.get<number>(STREAM_REPLICAS),
  );
  app.connectMicroservice<MicroserviceOptions>({ strategy }, { inheritAppConfig: true });
  await app.startAllMicroservices();
  await app.listen(options.port, options.host);
  isReady = true;
  logger.info({ port: options.port }, 'ready');

  let isEnding = false;
  const end = (signal: string) => {
    if (isEnding) return;
    isEnding = true;
    isReady = false;
    logger.info({ signal }, 'ending');
    const drained = new Promise((resolve) => setTimeout(resolve, (options.drainSeconds ?? 0) * 1_000));
    void drained
      .then(() => app.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'did not end well');
          process.exit(1);
        },
      );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  return app;
}
