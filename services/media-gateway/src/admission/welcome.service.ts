import { Injectable } from '@nestjs/common';
import type { MeetingId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { newId, type Transaction } from '@parley/persistence';
import { GuestRepository } from '../guests/guest.repository.ts';
import type { Visitor } from '../guests/visitors.ts';
import { MeetingNews } from '../log/meeting-news.ts';
import { MeetingSessions } from '../meeting-sessions/meeting-sessions.service.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import type { Participant, ParticipantRole } from '../participants/participant.ts';
import { SessionDirectoryRepository } from '../sessions/session-directory.repository.ts';

/** Notes who is let in, and guests. Called under the meeting's lock. */
@Injectable()
export class Welcome {
  constructor(
    private readonly guests: GuestRepository,
    private readonly participants: ParticipantRepository,
    private readonly sessions: SessionDirectoryRepository,
    private readonly news: MeetingNews,
    private readonly meetingSessions: MeetingSessions,
  ) {}

  /**
   * The same nonce is the same participant, unless they were put out or have signed in anew.
   * @throws Refused UNAUTHENTICATED: their session has ended a moment ago
   */
  async note(
    tx: Transaction,
    meetingId: MeetingId,
    visitor: Visitor,
    role: ParticipantRole,
    { clientNonce }: { clientNonce: string | null },
  ): Promise<Participant> {
    const { who, user, displayName } = visitor;
    if (user && !(await this.sessions.enter(tx, user.sessionId)))
      throw new Refused('UNAUTHENTICATED', 'You have signed out. Sign in again.');
    const sessionId = user?.sessionId ?? null;
    await this.noteGuest(tx, meetingId, visitor);
    const before = clientNonce === null ? null : await this.participants.admittedWith(tx, meetingId, who, clientNonce);
    if (before?.removedAt === null && before.sessionId === sessionId) return before;
    const participant = {
      id: newId('participant'),
      meetingId,
      ...who,
      sessionId,
      isGuest: !user,
      displayName,
      role,
      removedAt: null,
      clientNonce: before ? null : clientNonce,
    };
    await this.participants.insert(tx, participant);
    await this.meetingSessions.expect(tx, meetingId);
    await this.news.participantChanged(tx, meetingId, participant.id);
    return participant;
  }

  async noteGuest(tx: Transaction, meetingId: MeetingId, { who, displayName }: Visitor): Promise<void> {
    if (who.guestTokenHash === null) return;
    await this.guests.note(tx, meetingId, { tokenHash: who.guestTokenHash, displayName });
  }
}
