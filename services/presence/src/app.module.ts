import { Module, type DynamicModule } from '@nestjs/common';
import { BusModule } from '@parley/bus';
import { IdentityModule } from '@parley/identity';
import { LiveModule } from '@parley/live';
import { PersistenceModule } from '@parley/persistence';
import { SubgraphModule } from '@parley/subgraph';
import type { Logger } from '@parley/telemetry';
import { CallStayRepository } from './calls/call-stay.repository.ts';
import { CallStays } from './calls/call-stays.ts';
import { OnParticipantJoined } from './calls/on-participant-joined.ts';
import { OnParticipantLeft } from './calls/on-participant-left.ts';
import { OnParticipantsListed } from './calls/on-participants-listed.ts';
import type { PresenceConfig } from './config.ts';
import { ContactBook } from './contacts/contact-book.ts';
import { ContactRepository } from './contacts/contact.repository.ts';
import { OnContactAdded } from './contacts/on-contact-added.ts';
import { OnContactRemoved } from './contacts/on-contact-removed.ts';
import { BeatController } from './leases/beat.controller.ts';
import { BeatService } from './leases/beat.service.ts';
import { DeviceRepository } from './leases/device.repository.ts';
import { InstanceRepository } from './leases/instance.repository.ts';
import { LeaseWatch } from './leases/lease-watch.ts';
import { OnSessionRevoked } from './leases/on-session-revoked.ts';
import { PresenceWriter } from './leases/presence-writer.ts';
import { PresenceSource } from './presences/presence.live.ts';
import { PresenceRepository } from './presences/presence.repository.ts';
import { PresenceService } from './presences/presence.service.ts';
import { StatusRepository } from './statuses/status.repository.ts';
import { StatusService } from './statuses/status.service.ts';
import { entities, resolvers } from './schema.ts';

const facts = [
  OnSessionRevoked,
  OnContactAdded,
  OnContactRemoved,
  OnParticipantJoined,
  OnParticipantLeft,
  OnParticipantsListed,
];
const doors = [BeatController, ...facts];
const services = [BeatService, LeaseWatch, PresenceWriter, ContactBook, CallStays, PresenceService, StatusService];
const repositories = [
  InstanceRepository,
  DeviceRepository,
  PresenceRepository,
  ContactRepository,
  StatusRepository,
  CallStayRepository,
];
const sources = [PresenceSource];

/** Wiring of presence, nothing else. */
@Module({})
export class AppModule {
  static forConfig(config: PresenceConfig, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PersistenceModule.forRoot({ url: config.DATABASE_URL, pool: config.DATABASE_POOL, entities: [] }),
        IdentityModule.forService('presence', config.CLAIM_PUBLIC_KEYS),
        BusModule.forService({
          service: 'presence',
          natsUrl: config.NATS_URL,
          replicas: config.STREAM_REPLICAS,
          logger,
        }),
        LiveModule.forService({ service: 'presence', secret: config.LIVE_SECRET }),
        SubgraphModule.forService(logger, entities),
      ],
      controllers: doors,
      providers: [...services, ...repositories, ...sources, ...resolvers],
    };
  }
}
