import type { OrganisationId } from '@parley/contracts';
import type { Person } from '../people/people.service.ts';
import type { ParticipantRole } from '../participants/participant.ts';
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
  hasPasscode: boolean;
  /** Null for those who may not see who is in. */
  permissions: MeetingPermissions | null;
  /** What this viewer is in it; null for those who may not enter. */
  myRole: ParticipantRole | null;
  /** Whether this viewer may see who is in. */
  showsParticipants: boolean;
  /** Whether this viewer may see who waits, and who was there. */
  showsLobby: boolean;
}
