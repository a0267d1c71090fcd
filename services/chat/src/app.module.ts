import { Module, type DynamicModule } from '@nestjs/common';
import { BusModule } from '@parley/bus';
import { IdentityModule } from '@parley/identity';
import { LiveModule } from '@parley/live';
import { PersistenceModule } from '@parley/persistence';
import { SubgraphModule } from '@parley/subgraph';
import type { Logger } from '@parley/telemetry';
import { AttachmentController } from './attachments/attachment.controller.ts';
import { AttachmentLinks } from './attachments/attachment-links.ts';
import { AttachmentRepository } from './attachments/attachment.repository.ts';
import { AttachmentSweep } from './attachments/attachment-sweep.ts';
import { Attachments } from './attachments/attachments.service.ts';
import { openFiles } from './attachments/files.ts';
import { HeldFiles } from './attachments/held-files.ts';
import { Incoming } from './attachments/incoming.ts';
import { FILES, LINK_SECRET } from './attachments/tokens.ts';
import { BlockBook } from './blocks/block-book.ts';
import { BlockRepository } from './blocks/block.repository.ts';
import { OnUserBlocked } from './blocks/on-user-blocked.ts';
import { OnUserUnblocked } from './blocks/on-user-unblocked.ts';
import { CallLines } from './calls/call-lines.ts';
import { OnCallRinging } from './calls/on-call-ringing.ts';
import { OnCallSettled } from './calls/on-call-settled.ts';
import type { ChatConfig } from './config.ts';
import { CONFIG } from './config.token.ts';
import { ConversationLog } from './conversations/conversation-log.ts';
import { ConversationLogRepository } from './conversations/conversation-log.repository.ts';
import { ConversationRepository } from './conversations/conversation.repository.ts';
import { ConversationWords } from './conversations/conversation-words.ts';
import { ConversationService } from './conversations/conversation.service.ts';
import { ViewerLoaders } from './conversations/viewer-loaders.ts';
import { InboxSource } from './inbox/inbox.live.ts';
import { InboxRepository } from './inbox/inbox.repository.ts';
import { InboxService } from './inbox/inbox.service.ts';
import { ConversationMoves } from './inbox/moves.ts';
import { StandingRepository } from './inbox/standing.repository.ts';
import { OnContactAdded } from './inbox/on-contact-added.ts';
import { OnContactRequestSent } from './inbox/on-contact-request-sent.ts';
import { OnContactRequestWithdrawn } from './inbox/on-contact-request-withdrawn.ts';
import { OnContactRemoved } from './inbox/on-contact-removed.ts';
import { OnLobbyWaiting } from './inbox/on-lobby-waiting.ts';
import { OnMessagesSent } from './messages/on-messages-sent.ts';
import { MeetingChatRepository } from './meeting-chats/meeting-chat.repository.ts';
import { MeetingChats } from './meeting-chats/meeting-chats.service.ts';
import { OnRecordingReady } from './meeting-chats/on-recording-ready.ts';
import { OnSessionChanged } from './meeting-chats/on-session-changed.ts';
import { OnSessionPersonChanged } from './meeting-chats/on-session-person-changed.ts';
import { Readers } from './meeting-chats/readers.ts';
import { MembershipRepository } from './members/membership.repository.ts';
import { Membership } from './members/membership.service.ts';
import { MemberChanges } from './members/member-changes.ts';
import { RostersOf } from './members/rosters.ts';
import { MentionRepository } from './mentions/mention.repository.ts';
import { Mentions } from './mentions/mentions.ts';
import { ConversationSource } from './messages/conversation.live.ts';
import { GuestPace } from './messages/guest-pace.ts';
import { HeldMessage } from './messages/held-message.ts';
import { MessageChangeRepository } from './messages/message-change.repository.ts';
import { MessageChangeService } from './messages/message-change.service.ts';
import { MessageRepository } from './messages/message.repository.ts';
import { MessageService } from './messages/message.service.ts';
import { MessageWriter } from './messages/message-writer.ts';
import { SendingRepository } from './messages/sending.repository.ts';
import { MissedRepository } from './missed/missed.repository.ts';
import { MissedTeller } from './missed/missed-teller.ts';
import { StopLinks } from './missed/stop-links.ts';
import { StopMailsController } from './missed/stop-mails.controller.ts';
import { DoNotDisturbRepository } from './notifications/do-not-disturb.repository.ts';
import { NotificationRepository } from './notifications/notification.repository.ts';
import { OnDoNotDisturbChanged } from './notifications/on-do-not-disturb-changed.ts';
import { Notifications } from './notifications/notifications.service.ts';
import { OnUserRegistered } from './people/on-user-registered.ts';
import { OnUserUpdated } from './people/on-user-updated.ts';
import { PersonRepository } from './people/person.repository.ts';
import { PersonService } from './people/person.service.ts';
import { INTERNET, OUTSIDE, type Outside } from './outside/outside.ts';
import { Notifier } from './push/notifier.ts';
import { OnSessionRevoked } from './push/on-session-revoked.ts';
import { PushOffice } from './push/push-office.ts';
import { PushSender } from './push/push-sender.ts';
import { PushSubscriptionRepository } from './push/push-subscription.repository.ts';
import { PushSubscriptions } from './push/push-subscriptions.service.ts';
import { PushRepository } from './push/push.repository.ts';
import { ServerKey } from './push/server-key.ts';
import { PreviewRemoval } from './previews/preview-removal.service.ts';
import { PreviewRepository } from './previews/preview.repository.ts';
import { Previews } from './previews/previews.service.ts';
import { ReadMarkRepository } from './reads/read-mark.repository.ts';
import { ReadMarks } from './reads/read-mark.service.ts';
import { UnreadRepository } from './reads/unread.repository.ts';
import { ReactionRepository } from './reactions/reaction.repository.ts';
import { ReactionService } from './reactions/reaction.service.ts';
import { entities, resolvers } from './schema.ts';
import { TypingService } from './typing/typing.service.ts';
import { MessageWordRepository } from './search/message-word.repository.ts';
import { SearchService } from './search/search.service.ts';

const facts = [
  OnUserRegistered,
  OnUserUpdated,
  OnMessagesSent,
  OnContactRequestSent,
  OnContactRequestWithdrawn,
  OnContactAdded,
  OnContactRemoved,
  OnUserBlocked,
  OnUserUnblocked,
  OnLobbyWaiting,
  OnSessionChanged,
  OnSessionPersonChanged,
  OnRecordingReady,
  OnCallRinging,
  OnCallSettled,
  OnSessionRevoked,
  OnDoNotDisturbChanged,
];
const services = [
  PersonService,
  BlockBook,
  InboxService,
  ConversationMoves,
  MessageService,
  MessageWriter,
  MessageChangeService,
  HeldMessage,
  GuestPace,
  ReactionService,
  Mentions,
  ConversationService,
  ConversationLog,
  CallLines,
  ConversationWords,
  Membership,
  RostersOf,
  MemberChanges,
  ReadMarks,
  TypingService,
  MeetingChats,
  Readers,
  ViewerLoaders,
  SearchService,
  Attachments,
  AttachmentLinks,
  AttachmentSweep,
  HeldFiles,
  Incoming,
  Notifications,
  ServerKey,
  PushSender,
  PushOffice,
  PushSubscriptions,
  Notifier,
  MissedTeller,
  StopLinks,
  Previews,
  PreviewRemoval,
];
const repositories = [
  PersonRepository,
  BlockRepository,
  InboxRepository,
  StandingRepository,
  MessageRepository,
  SendingRepository,
  MessageChangeRepository,
  ReactionRepository,
  MentionRepository,
  ConversationRepository,
  ConversationLogRepository,
  MeetingChatRepository,
  MembershipRepository,
  ReadMarkRepository,
  UnreadRepository,
  MessageWordRepository,
  AttachmentRepository,
  NotificationRepository,
  PushRepository,
  PushSubscriptionRepository,
  MissedRepository,
  DoNotDisturbRepository,
  PreviewRepository,
];
const sources = [ConversationSource, InboxSource];

/** Wiring of chat, nothing else. */
@Module({})
export class AppModule {
  /** @param outside what links are followed to; tests have a web of their own */
  static forConfig(config: ChatConfig, logger: Logger, outside: Outside = INTERNET): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PersistenceModule.forRoot({ url: config.DATABASE_URL, pool: config.DATABASE_POOL, entities: [] }),
        IdentityModule.forService('chat', config.CLAIM_PUBLIC_KEYS),
        BusModule.forService({ service: 'chat', natsUrl: config.NATS_URL, replicas: config.STREAM_REPLICAS, logger }),
        LiveModule.forService({ service: 'chat', secret: config.LIVE_SECRET }),
        SubgraphModule.forService(logger, entities),
      ],
      controllers: [...facts, AttachmentController, StopMailsController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: OUTSIDE, useValue: outside },
        { provide: LINK_SECRET, useValue: config.LIVE_SECRET },
        { provide: FILES, useFactory: () => openFiles(config) },
        ...services,
        ...repositories,
        ...sources,
        ...resolvers,
      ],
    };
  }
}
