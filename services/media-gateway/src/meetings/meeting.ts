import type { MeetingId, OrganisationId, UserId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { requireText } from '@parley/subgraph';

/** Who may enter a meeting by its link. */
export const MEETING_ACCESS = ['PUBLIC', 'SIGNED_IN', 'ORGANISATION', 'INVITED'] as const;
export type MeetingAccess = (typeof MEETING_ACCESS)[number];

export const MEETING_STATES = ['SCHEDULED', 'OPEN', 'LIVE', 'ENDED'] as const;
export type MeetingState = (typeof MEETING_STATES)[number];

/** A meeting as this service keeps it. */
export interface Meeting {
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
