import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Logger } from '@parley/telemetry';
import { connectNats } from './connect-nats.ts';
import { LOGGER } from './logger.token.ts';
import { NATS, STREAM_REPLICAS } from './nats.token.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { RefusedFilter } from './refused.filter.ts';
import { Requests } from './requests.ts';

export { NATS, STREAM_REPLICAS };

/** Longest silence about a bus that does not answer at the start, in milliseconds. */
const SAY_AFTER_MS = 3_000;

export interface BusOptions {
  service: string;
  natsUrl: string;
  /** On how many servers JetStream keeps the streams, 1–5. */
  replicas: number;
  logger: Logger;
}

/** A service's place on the bus: connection, requests to others, and the relay of its own facts. */
@Global()
@Module({})
export class BusModule implements OnApplicationShutdown {
  constructor(@Inject(NATS) private readonly nats: NatsConnection) {}

  static forService(options: { service: string; natsUrl: string; replicas: number; logger: Logger }): DynamicModule {
    return {
      module: BusModule,
      providers: [
        { provide: NATS, useFactory: () => connect(options) },
        { provide: STREAM_REPLICAS, useValue: options.replicas },
        { provide: LOGGER, useValue: options.logger },
        { provide: APP_FILTER, useClass: RefusedFilter },
        Requests,
        OutboxRelay,
      ],
      exports: [NATS, STREAM_REPLICAS, LOGGER, Requests],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.nats.isClosed()) await this.nats.close();
  }
}

/** Waits for as long as it takes (G12). */
async function connect({ service, natsUrl, logger }: BusOptions): Promise<NatsConnection> {
  const late = setTimeout(() => logger.warn('NATS does not answer; waiting for it'), SAY_AFTER_MS);
  try {
    return await connectNats(natsUrl, service);
  } finally {
    clearTimeout(late);
  }
}
