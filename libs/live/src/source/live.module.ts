import {
  Global,
  Inject,
  Logger,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import type { NatsConnection } from '@nats-io/transport-node';
import { NATS } from '@parley/bus';
import type { ServiceName } from '@parley/contracts';
import { ClaimVerifier } from '@parley/identity';
import { DATA_SOURCE } from '@parley/persistence';
import { CursorMint } from './cursors.ts';
import { Epoch, EPOCH_SQL } from './epoch.ts';
import { FleetingSource } from './fleeting-source.ts';
import { GrantMint } from './grants.ts';
import { KeptSource } from './kept-source.ts';
import { LiveCursors } from './live-cursors.ts';
import { LiveOwner } from './live-owner.ts';
import { LivePublisher } from './live-publisher.ts';
import { LiveResponder } from './live-responder.ts';
import { subscriptionDemandsOf } from './subscription-demands.ts';

/** What the source end needs of its service besides `BusModule`, `PersistenceModule` and `IdentityModule`. */
export interface LiveOptions {
  readonly service: ServiceName;
  /** LIVE_SECRET: at least 32 bytes; the MAC of cursors and grants. Another secret makes every cursor unknown. */
  readonly secret: string;
}

/** The service's database, as far as this lib needs it. */
interface Database {
  query(sql: string): Promise<{ epoch: string }[]>;
}

const fault = (error: unknown): void => new Logger('live').error(error);

async function epochIn(database: Database): Promise<string> {
  const [row] = await database.query(EPOCH_SQL);
  if (!row) throw new Error('Postgres names no epoch');
  return row.epoch;
}

/** The source end of the live door in a Nest service: finds every live source among the providers and answers for it. */
@Global()
@Module({})
export class LiveModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(LiveOwner) private readonly owner: LiveOwner,
    @Inject(LiveResponder) private readonly responder: LiveResponder,
  ) {}

  /** Exports `LivePublisher` and `LiveCursors`. */
  static forService({ service, secret }: LiveOptions): DynamicModule {
    const mint = new CursorMint(secret);
    return {
      module: LiveModule,
      imports: [DiscoveryModule],
      providers: [
        {
          provide: Epoch,
          inject: [DATA_SOURCE],
          useFactory: (database: Database) => new Epoch(() => epochIn(database)),
        },
        {
          provide: LiveOwner,
          inject: [ClaimVerifier, Epoch],
          useFactory: (verifier: ClaimVerifier, epoch: Epoch) =>
            new LiveOwner(verifier, epoch, mint, new GrantMint(secret)),
        },
        {
          provide: LiveResponder,
          inject: [NATS, LiveOwner],
          useFactory: (nats: NatsConnection, owner: LiveOwner) => new LiveResponder(service, nats, owner, fault),
        },
        {
          provide: LivePublisher,
          inject: [NATS, Epoch],
          useFactory: (nats: NatsConnection, epoch: Epoch) => new LivePublisher(nats, epoch, mint, fault),
        },
        { provide: LiveCursors, inject: [Epoch], useFactory: (epoch: Epoch) => new LiveCursors(mint, epoch) },
      ],
      exports: [LivePublisher, LiveCursors],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const { instance } of this.discovery.getProviders()) {
      const candidate: unknown = instance;
      if (candidate instanceof KeptSource || candidate instanceof FleetingSource) this.owner.add(candidate);
      else for (const [field, demand] of subscriptionDemandsOf(candidate)) this.owner.demand(field, demand);
    }
    await this.responder.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.responder.stop();
  }
}
