import { Injectable } from '@nestjs/common';
import type { MeetingId } from '@parley/contracts';
import { newId, type Transaction } from '@parley/persistence';
import { GuestRepository } from '../guests/guest.repository.ts';
import type { Visitor } from '../guests/visitors.ts';
import { MeetingNews } from '../log/meeting-news.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import type { Participant, ParticipantRole } from '../participants/participant.ts';

/** Notes who is let in, and guests. Called under the meeting's lock. */
@Injectable()
export class Welcome {
  constructor(
    private readonly guests: GuestRepository,
    private readonly participants: ParticipantRepository,
    private readonly news: MeetingNews,
  ) {}

  /** The same nonce is the same participant, unless they were put out. */
  async note(
    tx: Transaction,
    meetingId: MeetingId,
    visitor: Visitor,
    role: ParticipantRole,
    { clientNonce }: { clientNonce: string | null },
  ): Promise<Participant> {
    const { who, user, displayName } = visitor;
    await this.noteGuest(tx, meetingId, visitor);
    const before = clientNonce === null ? null : await this.participants.admittedWith(tx, meetingId, who, clientNonce);
    if (before?.removedAt === null) return before;
    const participant = {
      id: newId('participant'),
      meetingId,
      ...who,
      sessionId: user?.sessionId ?? null,
      isGuest: !user,
      displayName,
      role,
      removedAt: null,
      clientNonce: before ? null : clientNonce,
    };
    await this.participants.insert(tx, participant);
    await this.news.participantChanged(tx, meetingId, participant.id);
    return participant;
  }

  async noteGuest(tx: Transaction, meetingId: MeetingId, { who, displayName }: Visitor): Promise<void> {
    if (who.guestTokenHash === null) return;
    await this.guests.note(tx, meetingId, { tokenHash: who.guestTokenHash, displayName });
  }
}
