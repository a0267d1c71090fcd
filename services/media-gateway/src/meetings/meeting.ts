import { Refused } from '@parley/errors';
import type { MeetingId, OrganisationId, ParticipantId, UserId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { requireText } from '@parley/subgraph';
import { isToCome, type Opening } from '../schedule/opening.ts';
import type { Recurrence } from '../schedule/recurrence.ts';

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
  /** LiveKit's name of the session that goes on or comes next: opaque, never the code. */
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
  /** Minutes of a session at most. Null: the installation's limit. */
  mostMinutes: number | null;
  /** Start, end and time zone of the first time: all of them, or none. */
  startsAt: Date | null;
  endsAt: Date | null;
  timeZone: string | null;
  recurrence: Recurrence | null;
  /** A room that is always there. */
  isPermanent: boolean;
  /** It was called off; then `endedAt` says when. */
  cancelledAt: Date | null;
  /** iCalendar's SEQUENCE: rises with each change that calendars are told of. */
  sequence: number;
  /** Whom everybody sees large; they may have left. */
  spotlightId: ParticipantId | null;
}

/** Title of a meeting that was given none. */
const NO_TITLE = 'Meeting';
const LONGEST_TITLE = 200;

/** Line breaks and tabs: a title is one line, in headers of mails too. */
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** The title, trimmed: one line of 1–200 characters. @throws Refused BAD_USER_INPUT */
export function titleOf(given: string | null | undefined): string {
  if (given == null) return NO_TITLE;
  const title = requireText(given, { least: 1, most: LONGEST_TITLE }, 'title');
  if (BREAKS.test(title)) throw Refused.badInput('A title is one line.', 'title');
  return title;
}

/** Whether this caller may be in the meeting. Guests by link are let in by `decide` alone. */
export function mayEnter(
  meeting: Pick<Meeting, 'access' | 'hostUserId' | 'organisationId'>,
  caller: KnownCaller | undefined,
  isInvited = false,
): boolean {
  if (!caller) return false;
  if (isInvited || caller.userId === meeting.hostUserId) return true;
  if (meeting.access === 'INVITED') return false;
  return meeting.access !== 'ORGANISATION' || caller.organisationId === meeting.organisationId;
}

/** @param opening when it has a schedule */
export function stateOf({ endedAt }: Pick<Meeting, 'endedAt'>, isAnybodyIn: boolean, opening?: Opening): MeetingState {
  if (endedAt) return 'ENDED';
  if (isAnybodyIn) return 'LIVE';
  return opening && isToCome(opening, false) ? 'SCHEDULED' : 'OPEN';
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
