import type { ConversationId, MeetingId, MeetingSessionId, OrganisationId } from '@parley/contracts';

/** One time that people met in a meeting; a permanent room has many. */
export interface MeetingSession {
  id: MeetingSessionId;
  organisationId: OrganisationId;
  meetingId: MeetingId;
  /** Chat keeps there what is said in it. */
  conversationId: ConversationId;
  /** When the first came in; null while they are on the way. */
  startedAt: Date | null;
  /** When the last one had left, or the meeting was ended; null while it goes on. */
  endedAt: Date | null;
}

/** Minutes for which nobody is in before a session has ended: who drops out and comes back finds the same one. */
export const EMPTY_MINUTES = 5;
