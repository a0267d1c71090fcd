import { readFileSync } from 'node:fs';
import { connectNats } from '@parley/bus';
import { createLogger, Metrics, openMetricsDoor } from '@parley/telemetry';
import type { NatsConnection } from '@nats-io/transport-node';
import { buildGateway } from './app.ts';
import { gatewayConfig } from './config.ts';
import { joinBus } from './lifecycle/join-bus.ts';
import { endOnSignal } from './lifecycle/shutdown.ts';

/** Connections that may wait to be accepted: when a gateway is replaced all its clients come back at once. The kernel's own bound, `somaxconn`, holds too. */
const BACKLOG = 4_096;

const config = gatewayConfig();
const logger = createLogger('gateway', config.LOG_LEVEL);
// Both lie beside src/ and dist/ alike.
const text = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const metrics = config.METRICS_PORT === undefined ? undefined : new Metrics();
const gateway = await buildGateway(
  config,
  { supergraph: text('supergraph.graphql'), own: text('schema.graphql') },
  logger,
  metrics,
);

let nats: NatsConnection | undefined;
endOnSignal([...gateway.endings, ['bus', () => nats?.drain()]], logger);
if (metrics && config.METRICS_PORT) await openMetricsDoor(metrics, config.HOST, config.METRICS_PORT);
await gateway.http.listen({ host: config.HOST, port: config.PORT, backlog: BACKLOG });
await gateway.lan?.listen(config.PORT);
await joinBus(
  gateway,
  connectNats(config.NATS_URL, 'gateway').then((connection) => (nats = connection)),
);
logger.info({ port: config.PORT }, 'ready');
