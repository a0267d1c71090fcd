import { AdmissionResolver } from './admission/admission.resolver.ts';
import { CallResolver, MeetingCallResolver } from './calls/call.resolver.ts';
import { ConnectionTestResolver } from './connection-test/connection-test.resolver.ts';
import { HandResolver } from './hands/hand.resolver.ts';
import { InvitationResolver } from './invitations/invitation.resolver.ts';
import { MeetingInviteesResolver } from './invitations/meeting-invitees.resolver.ts';
import { HearingResolver } from './hearing/hearing.resolver.ts';
import { LobbyResolver } from './lobby/lobby.resolver.ts';
import { MeetingSessionResolver, MeetingSessionsResolver } from './meeting-sessions/meeting-session.resolver.ts';
import { MeetingEventResolver } from './log/meeting-event.resolver.ts';
import { MeetingAttendanceResolver } from './meetings/meeting-attendance.resolver.ts';
import { MeetingListResolver } from './meetings/meeting-list.resolver.ts';
import { MeetingParticipantsResolver } from './meetings/meeting-participants.resolver.ts';
import { MeetingResolver } from './meetings/meeting.resolver.ts';
import { ModerationResolver } from './moderation/moderation.resolver.ts';
import { ReactionResolver } from './reactions/reaction.resolver.ts';
import { MeetingScheduleResolver } from './schedule/meeting-schedule.resolver.ts';
import { ConsentResolver } from './recordings/consent.resolver.ts';
import { RecordingResolver } from './recordings/recording.resolver.ts';
import { StageResolver } from './recordings/stage.resolver.ts';
import { SettingsResolver } from './settings/settings.resolver.ts';
import { SpotlightResolver } from './spotlight/spotlight.resolver.ts';

/** Every door of this subgraph. */
export const resolvers = [
  MeetingResolver,
  MeetingListResolver,
  MeetingParticipantsResolver,
  MeetingAttendanceResolver,
  MeetingScheduleResolver,
  MeetingInviteesResolver,
  InvitationResolver,
  MeetingSessionsResolver,
  MeetingSessionResolver,
  AdmissionResolver,
  CallResolver,
  MeetingCallResolver,
  LobbyResolver,
  SettingsResolver,
  ModerationResolver,
  HandResolver,
  HearingResolver,
  ReactionResolver,
  SpotlightResolver,
  RecordingResolver,
  ConsentResolver,
  StageResolver,
  ConnectionTestResolver,
  MeetingEventResolver,
];

/** Types of other services that this one adds to: none. */
export const entities = [];
