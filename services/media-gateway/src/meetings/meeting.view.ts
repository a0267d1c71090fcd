import type { OrganisationId, UserId } from '@parley/contracts';
import type { Person } from '../people/people.service.ts';
import type { ParticipantRole } from '../participants/participant.ts';
import type { Recurrence } from '../schedule/recurrence.ts';
import type { Meeting, MeetingPermissions, MeetingState } from './meeting.ts';

/** A meeting as one viewer may see it. */
export interface MeetingView {
  id: Meeting['id'];
  organisationId: OrganisationId;
  code: string;
  url: string;
  title: string;
  access: Meeting['access'];
  state: MeetingState;
  host: Person | null;
  createdAt: Date;
  endedAt: Date | null;
  hasLobby: boolean;
  isLocked: boolean;
  mostPeople: number;
  mostMinutes: number | null;
  aloneMinutes: number | null;
  hasPasscode: boolean;
  /** Null for those who may not see who is in. */
  permissions: MeetingPermissions | null;
  /** Whom everybody sees large. Null also for those who may not see who is in. */
  spotlight: Meeting['spotlightId'];
  /** What this viewer is in it; null for those who may not enter. */
  myRole: ParticipantRole | null;
  startsAt: Date | null;
  endsAt: Date | null;
  timeZone: string | null;
  recurrence: Recurrence | null;
  /** Of the time that goes on, or of the next. */
  nextStartsAt: Date | null;
  isPermanent: boolean;
  isCancelled: boolean;
  /** Whether this viewer may see who is in. */
  showsParticipants: boolean;
  /** Whether this viewer may see who waits, and who was there. */
  showsLobby: boolean;
  /** Whether this viewer is invited. */
  isInvited: boolean;
  /** Whose answer is theirs; null for those without an account. */
  viewerId: UserId | null;
}
