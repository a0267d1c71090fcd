import type { OrganisationId } from '@parley/contracts';
import type { Person } from '../people/people.service.ts';
import type { Meeting, MeetingState } from './meeting.ts';

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
  /** Whether this viewer may see who is in. */
  showsParticipants: boolean;
}
