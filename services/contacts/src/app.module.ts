import { Module, type DynamicModule } from '@nestjs/common';
import { BusModule } from '@parley/bus';
import { IdentityModule } from '@parley/identity';
import { PersistenceModule } from '@parley/persistence';
import { SubgraphModule } from '@parley/subgraph';
import type { Logger } from '@parley/telemetry';
import { BlockRepository } from './blocks/block.repository.ts';
import { BlockService } from './blocks/block.service.ts';
import { ReadBlocksController } from './blocks/read-blocks.controller.ts';
import type { ContactsConfig } from './config.ts';
import { ContactRepository } from './contacts/contact.repository.ts';
import { ContactService } from './contacts/contact.service.ts';
import { ReadContactsController } from './contacts/read-contacts.controller.ts';
import { DirectoryService } from './directory/directory.service.ts';
import { OnUserRegistered } from './directory/on-user-registered.ts';
import { OnUserUpdated } from './directory/on-user-updated.ts';
import { PersonRepository } from './directory/person.repository.ts';
import { NonceRepository } from './nonces/nonce.repository.ts';
import { ContactRequestRepository } from './requests/contact-request.repository.ts';
import { ContactRequestService } from './requests/contact-request.service.ts';
import { resolvers } from './schema.ts';

const services = [DirectoryService, ContactService, ContactRequestService, BlockService];
const repositories = [PersonRepository, ContactRepository, ContactRequestRepository, BlockRepository, NonceRepository];

/** Wiring of contacts, nothing else. */
@Module({})
export class AppModule {
  static forConfig(config: ContactsConfig, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PersistenceModule.forRoot({ url: config.DATABASE_URL, pool: config.DATABASE_POOL, entities: [] }),
        IdentityModule.forService('contacts', config.CLAIM_PUBLIC_KEYS),
        BusModule.forService({
          service: 'contacts',
          natsUrl: config.NATS_URL,
          replicas: config.STREAM_REPLICAS,
          logger,
        }),
        SubgraphModule.forService(logger),
      ],
      controllers: [OnUserRegistered, OnUserUpdated, ReadContactsController, ReadBlocksController],
      providers: [...services, ...repositories, ...resolvers],
    };
  }
}
