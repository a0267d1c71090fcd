import type { MeetingId, ParticipantId, SessionId, UserId } from '@parley/contracts';

/** What somebody may do in a meeting, widest first. */
export const PARTICIPANT_ROLES = ['HOST', 'CO_HOST', 'PRESENTER', 'VIEWER'] as const;
export type ParticipantRole = (typeof PARTICIPANT_ROLES)[number];

/**
 * One device of one person in one meeting, from one admission. Its id is its identity in LiveKit: two tabs of one
 * person are two participants and do not evict each other (G7).
 */
export interface Participant {
  id: ParticipantId;
  meetingId: MeetingId;
  /** Null for a guest. */
  userId: UserId | null;
  sessionId: SessionId | null;
  /** SHA-256 of a guest's token; null for whoever has an account. */
  guestTokenHash: string | null;
  isGuest: boolean;
  displayName: string;
  role: ParticipantRole;
  /** When they were put out; the row opens nothing from then on. */
  removedAt: Date | null;
}

/** A participant who is in, or was admitted and is on the way in. */
export interface PresentParticipant extends Pick<Participant, 'id' | 'displayName' | 'role' | 'isGuest' | 'userId'> {
  /** Null without a picture, and for guests. */
  avatarUrl: string | null;
  /** Null until LiveKit has seen the device. */
  joinedAt: Date | null;
  /** Since when their hand is up; null while it is down. No two of a meeting are the same. */
  handRaisedAt: Date | null;
}
