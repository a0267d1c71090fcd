import { AdmissionResolver } from './admission/admission.resolver.ts';
import { HandResolver } from './hands/hand.resolver.ts';
import { LobbyResolver } from './lobby/lobby.resolver.ts';
import { MeetingEventResolver } from './log/meeting-event.resolver.ts';
import { MeetingAttendanceResolver } from './meetings/meeting-attendance.resolver.ts';
import { MeetingListResolver } from './meetings/meeting-list.resolver.ts';
import { MeetingParticipantsResolver } from './meetings/meeting-participants.resolver.ts';
import { MeetingResolver } from './meetings/meeting.resolver.ts';
import { ModerationResolver } from './moderation/moderation.resolver.ts';
import { ReactionResolver } from './reactions/reaction.resolver.ts';
import { SettingsResolver } from './settings/settings.resolver.ts';

/** Every door of this subgraph. */
export const resolvers = [
  MeetingResolver,
  MeetingListResolver,
  MeetingParticipantsResolver,
  MeetingAttendanceResolver,
  AdmissionResolver,
  LobbyResolver,
  SettingsResolver,
  ModerationResolver,
  HandResolver,
  ReactionResolver,
  MeetingEventResolver,
];

/** Types of other services that this one adds to: none. */
export const entities = [];
