import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type ParticipantId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** One stay of one connection. */
export interface Stay {
  participantSid: string;
  roomSid: string;
  meetingId: MeetingId;
  participantId: ParticipantId;
  joinedAt: Date;
  leftAt: Date | null;
}

/** Which open stays of a meeting: all, or those of one room of LiveKit's, or those with one of these SIDs. */
export interface WhichStays {
  roomSid?: string;
  participantSids?: readonly string[];
}

/** The SQL of `attendance`: intervals keyed by LiveKit's participant SID. */
@Injectable()
export class AttendanceRepository {
  /** Notes a stay that is not known yet. One that is known keeps what it has: a late *joined* never opens it again. */
  async note(tx: Transaction, stay: Stay): Promise<void> {
    await tx.query(
      `INSERT INTO attendance (organisation_id, participant_sid, room_sid, meeting_id, participant_id, joined_at, left_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [
        uuidOf(tx.organisationId),
        stay.participantSid,
        stay.roomSid,
        uuidOf(stay.meetingId),
        uuidOf(stay.participantId),
        stay.joinedAt,
        stay.leftAt,
      ],
    );
  }

  async close(tx: Transaction, participantSid: string, at: Date): Promise<void> {
    await tx.query(
      `UPDATE attendance SET left_at = greatest(joined_at, $3::timestamptz)
       WHERE organisation_id = $1 AND participant_sid = $2 AND left_at IS NULL`,
      [uuidOf(tx.organisationId), participantSid, at],
    );
  }

  async isIn(tx: Transaction, participantId: ParticipantId): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM attendance WHERE organisation_id = $1 AND participant_id = $2 AND left_at IS NULL LIMIT 1`,
      [uuidOf(tx.organisationId), uuidOf(participantId)],
    );
    return rows.length > 0;
  }

  /** Whether a host or co-host is in, other than this one. */
  async hasModerator(tx: Transaction, meetingId: MeetingId, except?: ParticipantId): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM attendance a JOIN participant p ON p.organisation_id = a.organisation_id AND p.id = a.participant_id
       WHERE a.organisation_id = $1 AND a.meeting_id = $2 AND a.left_at IS NULL AND p.removed_at IS NULL
         AND p.role IN ('HOST', 'CO_HOST') AND p.id IS DISTINCT FROM $3 LIMIT 1`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), except ? uuidOf(except) : null],
    );
    return rows.length > 0;
  }

  /** Which of these meetings somebody is in. */
  async liveAmong(tx: Transaction, meetingIds: readonly MeetingId[]): Promise<Set<MeetingId>> {
    const rows = await tx.query<{ meeting_id: string }>(
      `SELECT DISTINCT meeting_id FROM attendance WHERE organisation_id = $1 AND meeting_id = ANY ($2::uuid[]) AND left_at IS NULL`,
      [uuidOf(tx.organisationId), meetingIds.map(uuidOf)],
    );
    return new Set(rows.map((row) => idFrom('meeting', row.meeting_id)));
  }

  /** Who with an account is in, each device for itself. */
  async peopleIn(tx: Transaction, meetingId: MeetingId): Promise<{ participantId: ParticipantId; userId: UserId }[]> {
    const rows = await tx.query<{ id: string; user_id: string }>(
      `SELECT DISTINCT p.id, p.user_id FROM attendance a
         JOIN participant p ON p.organisation_id = a.organisation_id AND p.id = a.participant_id
       WHERE a.organisation_id = $1 AND a.meeting_id = $2 AND a.left_at IS NULL AND p.user_id IS NOT NULL`,
      [uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
    return rows.map((row) => ({ participantId: idFrom('participant', row.id), userId: idFrom('user', row.user_id) }));
  }

  /** Every meeting of the organisation that somebody is in, as far as we know. */
  async live(tx: Transaction): Promise<MeetingId[]> {
    const rows = await tx.query<{ meeting_id: string }>(
      `SELECT DISTINCT meeting_id FROM attendance WHERE organisation_id = $1 AND left_at IS NULL`,
      [uuidOf(tx.organisationId)],
    );
    return rows.map((row) => idFrom('meeting', row.meeting_id));
  }

  /** Ordered by participant, so that whoever locks one after the other never waits in a circle. */
  async openStays(
    tx: Transaction,
    meetingId: MeetingId,
    which: WhichStays = {},
  ): Promise<{ participantId: ParticipantId; participantSid: string }[]> {
    const rows = await tx.query<{ participant_id: string; participant_sid: string }>(
      `SELECT participant_id, participant_sid FROM attendance
       WHERE organisation_id = $1 AND meeting_id = $2 AND left_at IS NULL
         AND ($3::text IS NULL OR room_sid = $3) AND ($4::text[] IS NULL OR participant_sid = ANY ($4))
       ORDER BY participant_id`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), which.roomSid ?? null, which.participantSids ?? null],
    );
    return rows.map((row) => ({
      participantId: idFrom('participant', row.participant_id),
      participantSid: row.participant_sid,
    }));
  }
}
