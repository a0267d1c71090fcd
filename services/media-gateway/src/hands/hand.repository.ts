import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type ParticipantId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** The SQL of raised hands, kept on `participant`. Call it under the meeting's lock. */
@Injectable()
export class HandRepository {
  /** Behind everybody whose hand is up already, whatever the clock says. */
  async raise(tx: Transaction, meetingId: MeetingId, id: ParticipantId): Promise<void> {
    await tx.query(
      `UPDATE participant SET hand_raised_at = greatest(date_trunc('milliseconds', clock_timestamp()), (
           SELECT max(hand_raised_at) + interval '1 millisecond' FROM participant WHERE organisation_id = $1 AND meeting_id = $2))
       WHERE organisation_id = $1 AND meeting_id = $2 AND id = $3`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), uuidOf(id)],
    );
  }

  async lower(tx: Transaction, ids: readonly ParticipantId[]): Promise<void> {
    await tx.query(
      `UPDATE participant SET hand_raised_at = NULL
       WHERE organisation_id = $1 AND id = ANY ($2::uuid[]) AND hand_raised_at IS NOT NULL`,
      [uuidOf(tx.organisationId), ids.map(uuidOf)],
    );
  }

  /** Whose hand is up, the first in line first: of everybody in the meeting, or of these. */
  async raised(tx: Transaction, meetingId: MeetingId, among?: readonly ParticipantId[]): Promise<ParticipantId[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM participant
       WHERE organisation_id = $1 AND meeting_id = $2 AND hand_raised_at IS NOT NULL AND ($3::uuid[] IS NULL OR id = ANY ($3))
       ORDER BY hand_raised_at, id`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), among?.map(uuidOf) ?? null],
    );
    return rows.map(({ id }) => idFrom('participant', id));
  }
}
