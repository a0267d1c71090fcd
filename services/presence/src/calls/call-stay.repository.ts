import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type ParticipantId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Touched } from '../presences/presence.repository.ts';

/** A device of somebody in a meeting. */
export interface CallStay {
  readonly participantId: ParticipantId;
  readonly userId: UserId;
}

const touchedOf = (row: { user_id: string }): Touched => ({ userId: idFrom('user', row.user_id), seenAt: null });

/** The SQL of who is in a call, as far as it is believed. */
@Injectable()
export class CallStayRepository {
  /** Believes that these are in the meeting until then. */
  async keep(tx: Transaction, meetingId: MeetingId, stays: readonly CallStay[], until: Date): Promise<Touched[]> {
    const rows = await tx.query<{ user_id: string }>(
      `INSERT INTO call_stay (organisation_id, meeting_id, participant_id, user_id, until)
       SELECT $1, $2, participant_id, user_id, $5 FROM unnest($3::uuid[], $4::uuid[]) s (participant_id, user_id)
       ON CONFLICT (organisation_id, participant_id) DO UPDATE SET until = greatest(call_stay.until, excluded.until)
       RETURNING user_id`,
      [
        uuidOf(tx.organisationId),
        uuidOf(meetingId),
        stays.map(({ participantId }) => uuidOf(participantId)),
        stays.map(({ userId }) => uuidOf(userId)),
        until,
      ],
    );
    return rows.map(touchedOf);
  }

  async end(tx: Transaction, participantId: ParticipantId): Promise<Touched[]> {
    const rows = await tx.query<{ user_id: string }>(
      `DELETE FROM call_stay WHERE organisation_id = $1 AND participant_id = $2 RETURNING user_id`,
      [uuidOf(tx.organisationId), uuidOf(participantId)],
    );
    return rows.map(touchedOf);
  }

  /** Ends what is left of a meeting but these. */
  async endAllBut(tx: Transaction, meetingId: MeetingId, stays: readonly CallStay[]): Promise<Touched[]> {
    const rows = await tx.query<{ user_id: string }>(
      `DELETE FROM call_stay WHERE organisation_id = $1 AND meeting_id = $2 AND participant_id <> ALL ($3::uuid[])
       RETURNING user_id`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), stays.map(({ participantId }) => uuidOf(participantId))],
    );
    return rows.map(touchedOf);
  }

  /** Ends what is believed no longer. */
  async expire(tx: Transaction): Promise<Touched[]> {
    const rows = await tx.query<{ user_id: string }>(
      `DELETE FROM call_stay WHERE organisation_id = $1 AND until <= clock_timestamp() RETURNING user_id`,
      [uuidOf(tx.organisationId)],
    );
    return rows.map(touchedOf);
  }
}
