import { Injectable } from '@nestjs/common';
import { parseId, participantJoined, participantLeft, type MeetingId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { HandRepository } from '../hands/hand.repository.ts';
import { LobbyService } from '../lobby/lobby.service.ts';
import { MeetingNews } from '../log/meeting-news.ts';
import { MeetingSessions } from '../meeting-sessions/meeting-sessions.service.ts';
import type { Connection } from '../livekit/room-event.ts';
import { AttendanceRepository, type WhichStays } from './attendance.repository.ts';
import { isModerator } from '../roles/meeting-role.repository.ts';
import { ParticipantRepository } from './participant.repository.ts';
import type { Participant } from './participant.ts';

/**
 * Who was in which meeting from when to when. Told the same twice, late or out of order, it comes to the same: stays
 * are keyed by SID, and a person has left only when the last of their device's stays is over. Hold the meeting's row first.
 */
@Injectable()
export class AttendanceService {
  constructor(
    private readonly participants: ParticipantRepository,
    private readonly attendance: AttendanceRepository,
    private readonly news: MeetingNews,
    private readonly lobby: LobbyService,
    private readonly hands: HandRepository,
    private readonly sessions: MeetingSessions,
  ) {}

  /** False when the identity is none of ours, which then changes nothing. */
  async joined(tx: Transaction, meetingId: MeetingId, connection: Connection): Promise<boolean> {
    return this.change(tx, meetingId, connection.identity, connection.joinedAt, (participant) =>
      this.attendance.note(tx, stayOf(participant, connection, null)),
    );
  }

  /** `at`: when, as LiveKit says. A stay we never heard begin is noted whole. */
  async left(tx: Transaction, meetingId: MeetingId, connection: Connection, at: Date): Promise<boolean> {
    return this.change(tx, meetingId, connection.identity, at, async (participant) => {
      await this.attendance.note(tx, stayOf(participant, connection, at));
      await this.attendance.close(tx, connection.participantSid, at);
    });
  }

  /** Closes what is over: a room that finished, a meeting that ended, connections LiveKit no longer lists. */
  async over(tx: Transaction, meetingId: MeetingId, which: WhichStays, at: Date): Promise<void> {
    for (const { participantId, participantSid } of await this.attendance.openStays(tx, meetingId, which))
      await this.change(tx, meetingId, participantId, at, () => this.attendance.close(tx, participantSid, at));
  }

  private async change(
    tx: Transaction,
    meetingId: MeetingId,
    identity: string,
    at: Date,
    effect: (participant: Participant) => Promise<void>,
  ): Promise<boolean> {
    const id = parseId('participant', identity);
    const participant = id && (await this.participants.lock(tx, meetingId, id));
    if (!participant) return false;
    const wasIn = await this.attendance.isIn(tx, participant.id);
    await effect(participant);
    const isIn = await this.attendance.isIn(tx, participant.id);
    if (wasIn !== isIn) {
      const { id: participantId, userId } = participant;
      const about = { organisationId: tx.organisationId, meetingId, participantId, userId, at: at.toISOString() };
      tx.publish(isIn ? participantJoined : participantLeft, about);
      if (isIn) await this.sessions.entered(tx, meetingId, participant, at);
      else await this.sessions.left(tx, meetingId, at);
      // Nobody holds a place in line who is not there.
      if (!isIn) await this.hands.lower(tx, [participantId]);
      // A removal was told when it happened.
      if (participant.removedAt === null) {
        if (isIn) await this.news.participantChanged(tx, meetingId, participantId);
        else await this.news.participantLeft(tx, meetingId, participantId, { wasRemoved: false });
        if (isModerator(participant.role) && !(await this.attendance.hasModerator(tx, meetingId, participantId)))
          await this.lobby.hostPresenceChanged(tx, meetingId, isIn);
      }
    }
    return true;
  }
}

function stayOf({ id, meetingId }: Participant, connection: Connection, leftAt: Date | null) {
  const { participantSid, roomSid } = connection;
  const joinedAt = leftAt && leftAt < connection.joinedAt ? leftAt : connection.joinedAt;
  return { participantSid, roomSid, meetingId, participantId: id, joinedAt, leftAt };
}
