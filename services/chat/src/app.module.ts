import { Module, type DynamicModule } from '@nestjs/common';
import { BusModule } from '@parley/bus';
import { IdentityModule } from '@parley/identity';
import { LiveModule } from '@parley/live';
import { PersistenceModule } from '@parley/persistence';
import { SubgraphModule } from '@parley/subgraph';
import type { Logger } from '@parley/telemetry';
import type { ChatConfig } from './config.ts';
import { ConversationRepository } from './conversations/conversation.repository.ts';
import { ConversationService } from './conversations/conversation.service.ts';
import { ViewerLoadersOf } from './conversations/viewer-loaders.ts';
import { InboxSource } from './inbox/inbox.live.ts';
import { InboxRepository } from './inbox/inbox.repository.ts';
import { InboxService } from './inbox/inbox.service.ts';
import { OnContactAdded } from './inbox/on-contact-added.ts';
import { OnContactRequestSent } from './inbox/on-contact-request-sent.ts';
import { OnContactRemoved } from './inbox/on-contact-removed.ts';
import { OnLobbyWaiting } from './inbox/on-lobby-waiting.ts';
import { OnMessageSent } from './inbox/on-message-sent.ts';
import { ConversationSource } from './messages/conversation.live.ts';
import { MessageRepository } from './messages/message.repository.ts';
import { MessageService } from './messages/message.service.ts';
import { OnUserRegistered } from './people/on-user-registered.ts';
import { OnUserUpdated } from './people/on-user-updated.ts';
import { PersonRepository } from './people/person.repository.ts';
import { PersonService } from './people/person.service.ts';
import { entities, resolvers } from './schema.ts';

const facts = [
  OnUserRegistered,
  OnUserUpdated,
  OnMessageSent,
  OnContactRequestSent,
  OnContactAdded,
  OnContactRemoved,
  OnLobbyWaiting,
];
const services = [PersonService, InboxService, MessageService, ConversationService, ViewerLoadersOf];
const repositories = [PersonRepository, InboxRepository, MessageRepository, ConversationRepository];
const sources = [ConversationSource, InboxSource];

/** Wiring of chat, nothing else. */
@Module({})
export class AppModule {
  static forConfig(config: ChatConfig, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PersistenceModule.forRoot({ url: config.DATABASE_URL, pool: config.DATABASE_POOL, entities: [] }),
        IdentityModule.forService('chat', config.CLAIM_PUBLIC_KEYS),
        BusModule.forService({ service: 'chat', natsUrl: config.NATS_URL, replicas: config.STREAM_REPLICAS, logger }),
        LiveModule.forService({ service: 'chat', secret: config.LIVE_SECRET }),
        SubgraphModule.forService(logger, entities),
      ],
      controllers: facts,
      providers: [...services, ...repositories, ...sources, ...resolvers],
    };
  }
}
