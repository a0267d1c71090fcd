import type { ConversationId, LobbyId, MeetingId, ParticipantId, UserId } from '@parley/contracts';
import type { MeetingPermissions, MeetingState } from '../meetings/meeting.ts';
import type { MeetingReaction } from '../reactions/reaction.ts';
import type { ParticipantRole } from '../participants/participant.ts';
import type { RecordingNotice } from '../recordings/recording-news.ts';

/** A meeting as its events show it. */
export interface MeetingNotice {
  __typename: 'MeetingNotice';
  id: MeetingId;
  code: string;
  title: string;
  state: MeetingState;
  isLocked: boolean;
  hasLobby: boolean;
  hasPasscode: boolean;
  permissions: MeetingPermissions & { __typename: 'MeetingPermissions' };
  /** Null for those who wait. */
  waitingCount: number | null;
  /** Where people write during the session that goes on. */
  conversationId: ConversationId | null;
}

/** A participant as events show them: names and roles from our own rows. */
export interface ParticipantNotice {
  __typename: 'MeetingParticipant';
  id: ParticipantId;
  identity: string;
  displayName: string;
  avatarUrl: string | null;
  role: ParticipantRole;
  isGuest: boolean;
  userId: UserId | null;
  joinedAt: string | null;
  handRaisedAt: string | null;
}

/** What stands in the log: the graph's object, complete but for `cursor`. New fields of it must be nullable. */
export type MeetingEventBody =
  | { __typename: 'MeetingChanged'; meeting: MeetingNotice }
  | { __typename: 'ParticipantChanged'; participant: ParticipantNotice }
  | { __typename: 'ParticipantLeft'; participantId: ParticipantId; wasRemoved: boolean }
  | { __typename: 'LobbyMoved'; waitingCount: number }
  | { __typename: 'Muted'; participantId: ParticipantId | null; source: string; by: string }
  | { __typename: 'UnmuteAsked'; participantId: ParticipantId; by: string }
  | { __typename: 'Reacted'; participantId: ParticipantId; reaction: MeetingReaction }
  | { __typename: 'SpotlightChanged'; participantId: ParticipantId | null; by: string }
  | { __typename: 'RecordingChanged'; recording: RecordingNotice }
  | { __typename: 'AdmissionDecided'; isAdmitted: boolean }
  | { __typename: 'SessionEnding'; endsAt: string }
  | { __typename: 'HostPresenceChanged'; hostPresent: boolean };

/** Whose log: a meeting's, for those who were let in, or one waiting person's. */
export type LogTopic = { meetingId: MeetingId } | { lobbyId: LobbyId };
