import type { MeetingId, OrganisationId, UserId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { requireText } from '@parley/subgraph';

/** Who may enter a meeting by its link. */
export const MEETING_ACCESS = ['PUBLIC', 'SIGNED_IN', 'ORGANISATION', 'INVITED'] as const;
export type MeetingAccess = (typeof MEETING_ACCESS)[number];

export const MEETING_STATES = ['SCHEDULED', 'OPEN', 'LIVE', 'ENDED'] as const;
export type MeetingState = (typeof MEETING_STATES)[number];

/** What presenters may do; hosts and co-hosts may everything, viewers nothing. */
export interface MeetingPermissions {
  presentersMayUnmute: boolean;
  presentersMayStartVideo: boolean;
  presentersMayShare: boolean;
  presentersMayChat: boolean;
}

/** A meeting as this service keeps it. */
export interface Meeting extends MeetingPermissions {
  id: MeetingId;
  organisationId: OrganisationId;
  code: string;
  /** LiveKit's name of it: opaque, never the code. */
  roomName: string;
  title: string;
  access: MeetingAccess;
  hostUserId: UserId;
  createdAt: Date;
  endedAt: Date | null;
  /** Everybody but hosts and co-hosts waits until they are let in. */
  hasLobby: boolean;
  /** Guests wait, whatever `hasLobby` says: one of them was banned. */
  guestsWait: boolean;
  isLocked: boolean;
  /** argon2id; null: none. */
  passcodeHash: string | null;
  /** Null: the installation's limit. */
  mostPeople: number | null;
}

/** Title of a meeting that was given none. */
const NO_TITLE = 'Meeting';
const LONGEST_TITLE = 200;

/** The title, trimmed; 1–200 characters. @throws Refused BAD_USER_INPUT */
export function titleOf(given: string | null | undefined): string {
  return given == null ? NO_TITLE : requireText(given, { least: 1, most: LONGEST_TITLE }, 'title');
}

/** Whether this caller may be in the meeting. Guests by link and invitations are to come; until then they may not. */
export function mayEnter(
  meeting: Pick<Meeting, 'access' | 'hostUserId' | 'organisationId'>,
  caller: KnownCaller | undefined,
): boolean {
  if (!caller) return false;
  if (caller.userId === meeting.hostUserId) return true;
  if (meeting.access === 'INVITED') return false;
  return meeting.access !== 'ORGANISATION' || caller.organisationId === meeting.organisationId;
}

/** SCHEDULED is for meetings with a start, which are to come. */
export function stateOf({ endedAt }: Pick<Meeting, 'endedAt'>, isAnybodyIn: boolean): MeetingState {
  if (endedAt) return 'ENDED';
  return isAnybodyIn ? 'LIVE' : 'OPEN';
}

export const permissionsOf = (meeting: MeetingPermissions): MeetingPermissions => ({
  presentersMayUnmute: meeting.presentersMayUnmute,
  presentersMayStartVideo: meeting.presentersMayStartVideo,
  presentersMayShare: meeting.presentersMayShare,
  presentersMayChat: meeting.presentersMayChat,
});

/** Whether guests, and whether everybody, must be let in by a host. */
export const asksForLobby = ({ hasLobby, guestsWait }: Pick<Meeting, 'hasLobby' | 'guestsWait'>, isGuest: boolean) =>
  hasLobby || (guestsWait && isGuest);
