import { Module, type DynamicModule } from '@nestjs/common';
import { BusModule } from '@parley/bus';
import { IdentityModule } from '@parley/identity';
import { LiveModule } from '@parley/live';
import { PersistenceModule } from '@parley/persistence';
import { SubgraphModule } from '@parley/subgraph';
import type { Logger } from '@parley/telemetry';
import { AdmissionService } from './admission/admission.service.ts';
import { Admissions } from './admission/admission.view.ts';
import { ApplicantRepository } from './admission/applicant.repository.ts';
import { Standings } from './admission/standings.ts';
import { Welcome } from './admission/welcome.service.ts';
import { OnUserBlocked } from './blocks/on-user-blocked.ts';
import { OnUserUnblocked } from './blocks/on-user-unblocked.ts';
import { calls } from './calls/calls.providers.ts';
import type { MediaConfig } from './config.ts';
import { CONFIG } from './config.token.ts';
import { ConnectionTestService } from './connection-test/connection-test.service.ts';
import { TestRooms } from './connection-test/test-rooms.ts';
import { GuestRepository } from './guests/guest.repository.ts';
import { Visitors } from './guests/visitors.ts';
import { HandRepository } from './hands/hand.repository.ts';
import { HandService } from './hands/hand.service.ts';
import { Reconciler } from './hints/reconciler.ts';
import { RoomEventService } from './hints/room-event.service.ts';
import { RollCall } from './hints/roll-call.ts';
import { Warden } from './hints/warden.ts';
import { WebhookBody } from './hints/webhook-body.ts';
import { WebhookController } from './hints/webhook.controller.ts';
import { CleanerRepository } from './housekeeping/cleaner.repository.ts';
import { Cleaner } from './housekeeping/cleaner.ts';
import { Housekeeper } from './housekeeping/housekeeper.ts';
import { TurnRepository } from './housekeeping/turn.repository.ts';
import { JoinTokens } from './livekit/join-token.ts';
import { LIVEKIT_OPTIONS, type LiveKitOptions } from './livekit/livekit-options.ts';
import { Lifeline } from './livekit/lifeline.ts';
import { LiveKit } from './livekit/livekit.ts';
import { ParticipantControl } from './livekit/participant-control.ts';
import { WebhookReader } from './livekit/webhook-reader.ts';
import { Announcements } from './invitations/announcements.ts';
import { InvitationDirectoryRepository } from './invitations/invitation-directory.repository.ts';
import { InvitationService } from './invitations/invitation.service.ts';
import { InviteeList } from './invitations/invitee-list.service.ts';
import { InviteeRepository } from './invitations/invitee.repository.ts';
import { Invitees } from './invitations/invitees.ts';
import { LobbyBell } from './lobby/lobby-bell.ts';
import { LobbyDesk } from './lobby/lobby-desk.service.ts';
import { LobbyDirectoryRepository } from './lobby/lobby-directory.repository.ts';
import { LobbySweeper } from './lobby/lobby-sweeper.ts';
import { LobbyService } from './lobby/lobby.service.ts';
import { LobbyRepository } from './lobby/lobby.repository.ts';
import { MeetingLogRepository } from './log/meeting-log.repository.ts';
import { MeetingLog } from './log/meeting-log.ts';
import { MeetingNews } from './log/meeting-news.ts';
import { MeetingSource } from './log/meeting.live.ts';
import { MeetingSessionList } from './meeting-sessions/meeting-session-list.service.ts';
import { MeetingSessionRepository } from './meeting-sessions/meeting-session.repository.ts';
import { MeetingSessions } from './meeting-sessions/meeting-sessions.service.ts';
import { ReadSessionPersonController } from './meeting-sessions/read-session-person.controller.ts';
import { SessionPersonRepository } from './meeting-sessions/session-person.repository.ts';
import { SessionEnd } from './meeting-sessions/session-end.ts';
import { SessionLimitRepository } from './meeting-sessions/session-limit.repository.ts';
import { SessionLimits } from './meeting-sessions/session-limits.ts';
import { SessionSweeper } from './meeting-sessions/session-sweeper.ts';
import { MailTransport } from './mail/mail-transport.ts';
import { MailRepository } from './mail/mail.repository.ts';
import { OnEmailConfirmationAsked } from './mail/on-email-confirmation-asked.ts';
import { OnMissedGathered } from './mail/on-missed-gathered.ts';
import { PostOffice } from './mail/post-office.ts';
import { MeetingDirectoryRepository } from './meetings/meeting-directory.repository.ts';
import { MeetingListRepository } from './meetings/meeting-list.repository.ts';
import { MeetingList } from './meetings/meeting-list.service.ts';
import { MeetingReader } from './meetings/meeting-reader.service.ts';
import { MeetingEntity } from './meetings/meeting.entity.ts';
import { MeetingRepository } from './meetings/meeting.repository.ts';
import { MeetingService } from './meetings/meeting.service.ts';
import { Eviction } from './moderation/eviction.ts';
import { MuteService } from './moderation/mute.service.ts';
import { RemovalDesk } from './moderation/removal-desk.service.ts';
import { RoleService } from './moderation/role.service.ts';
import { Targets } from './moderation/targets.ts';
import { AttendanceListRepository } from './participants/attendance-list.repository.ts';
import { AttendanceList } from './participants/attendance-list.service.ts';
import { AttendanceRepository } from './participants/attendance.repository.ts';
import { AttendanceService } from './participants/attendance.service.ts';
import { Insiders } from './participants/insiders.ts';
import { ParticipantEntity } from './participants/participant.entity.ts';
import { ParticipantRepository } from './participants/participant.repository.ts';
import { ParticipantService } from './participants/participant.service.ts';
import { StandingRepository } from './participants/standing.repository.ts';
import { PasscodeTryRepository } from './passcodes/passcode-try.repository.ts';
import { Passcodes } from './passcodes/passcodes.ts';
import { OnUserRegistered } from './people/on-user-registered.ts';
import { OnUserUpdated } from './people/on-user-updated.ts';
import { PeopleService } from './people/people.service.ts';
import { PersonEntity } from './people/person.entity.ts';
import { PersonRepository } from './people/person.repository.ts';
import { Ghosts } from './hearing/ghosts.ts';
import { HearingRepository } from './hearing/hearing.repository.ts';
import { HearingService } from './hearing/hearing.service.ts';
import { ReactionService } from './reactions/reaction.service.ts';
import { RecorderController } from './recordings/recorder.controller.ts';
import { recordings } from './recordings/recordings.providers.ts';
import { ReadRemovalsController } from './removals/read-removals.controller.ts';
import { RemovalRepository } from './removals/removal.repository.ts';
import { RemovalService } from './removals/removal.service.ts';
import { MediaRights } from './roles/media-rights.ts';
import { MeetingRoleRepository } from './roles/meeting-role.repository.ts';
import { Moderators } from './roles/moderators.ts';
import { Roles } from './roles/roles.ts';
import { OccurrenceRepository } from './schedule/occurrence.repository.ts';
import { Plans } from './schedule/plans.service.ts';
import { Reminders } from './schedule/reminders.ts';
import { resolvers } from './schema.ts';
import { OnSessionRevoked } from './sessions/on-session-revoked.ts';
import { RevocationService } from './sessions/revocation.service.ts';
import { SessionDirectoryRepository } from './sessions/session-directory.repository.ts';
import { SettingsService } from './settings/settings.service.ts';
import { SpotlightService } from './spotlight/spotlight.service.ts';

const entities = [PersonEntity, MeetingEntity, ParticipantEntity];
const repositories = [
  PersonRepository,
  MeetingDirectoryRepository,
  MeetingRepository,
  MeetingListRepository,
  ParticipantRepository,
  AttendanceRepository,
  AttendanceListRepository,
  StandingRepository,
  SessionDirectoryRepository,
  MeetingRoleRepository,
  LobbyRepository,
  LobbyDirectoryRepository,
  GuestRepository,
  ApplicantRepository,
  MeetingLogRepository,
  RemovalRepository,
  HandRepository,
  OccurrenceRepository,
  InviteeRepository,
  InvitationDirectoryRepository,
  MeetingSessionRepository,
  SessionPersonRepository,
  TurnRepository,
  MailRepository,
  SessionLimitRepository,
  PasscodeTryRepository,
  CleanerRepository,
  HearingRepository,
];
const services = [
  PeopleService,
  MeetingReader,
  MeetingList,
  MeetingService,
  ParticipantService,
  AttendanceService,
  AttendanceList,
  AdmissionService,
  Admissions,
  RemovalService,
  Welcome,
  Standings,
  Visitors,
  Passcodes,
  SettingsService,
  LobbyService,
  LobbyDesk,
  LobbyBell,
  LobbySweeper,
  Moderators,
  Roles,
  MediaRights,
  Targets,
  RoleService,
  MuteService,
  Eviction,
  RemovalDesk,
  RevocationService,
  Insiders,
  HandService,
  ReactionService,
  MeetingSessions,
  MeetingSessionList,
  SessionSweeper,
  SessionEnd,
  SessionLimits,
  Cleaner,
  Housekeeper,
  SpotlightService,
  ConnectionTestService,
  TestRooms,
  HearingService,
  Ghosts,
  MeetingLog,
  MeetingNews,
  MeetingSource,
  Plans,
  Invitees,
  InviteeList,
  InvitationService,
  Announcements,
  MailTransport,
  PostOffice,
  Reminders,
];
const livekit = [LiveKit, Lifeline, ParticipantControl, JoinTokens, WebhookReader];
const hints = [WebhookBody, Warden, RollCall, RoomEventService, Reconciler];

/** Wiring of the media-gateway, nothing else. */
@Module({})
export class AppModule {
  static forConfig(config: MediaConfig, logger: Logger): DynamicModule {
    const livekitOptions: LiveKitOptions = {
      url: config.LIVEKIT_URL,
      apiKey: config.LIVEKIT_API_KEY,
      apiSecret: config.LIVEKIT_API_SECRET,
      publicUrl: config.LIVEKIT_PUBLIC_URL,
    };
    return {
      module: AppModule,
      imports: [
        PersistenceModule.forRoot({ url: config.DATABASE_URL, pool: config.DATABASE_POOL, entities }),
        IdentityModule.forService('media-gateway', config.CLAIM_PUBLIC_KEYS),
        BusModule.forService({
          service: 'media-gateway',
          natsUrl: config.NATS_URL,
          replicas: config.STREAM_REPLICAS,
          logger,
        }),
        LiveModule.forService({ service: 'media-gateway', secret: config.LIVE_SECRET }),
        SubgraphModule.forService(logger),
      ],
      controllers: [
        WebhookController,
        OnUserRegistered,
        OnUserUpdated,
        OnSessionRevoked,
        OnUserBlocked,
        OnUserUnblocked,
        OnMissedGathered,
        OnEmailConfirmationAsked,
        ReadRemovalsController,
        ReadSessionPersonController,
        RecorderController,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LIVEKIT_OPTIONS, useValue: livekitOptions },
        ...repositories,
        ...services,
        ...livekit,
        ...hints,
        ...recordings,
        ...calls,
        ...resolvers,
      ],
    };
  }
}
