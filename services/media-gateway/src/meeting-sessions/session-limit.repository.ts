import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** A session that ends soon, or is over. */
export interface DueSession {
  meetingId: MeetingId;
  endsAt: Date;
  isOver: boolean;
}

/** The SQL of how long sessions may last. */
@Injectable()
export class SessionLimitRepository {
  /**
   * Sessions that somebody is in and that are over, or end within `warned` minutes and were not warned.
   * @param most minutes a session lasts where its meeting says nothing; 0: as long as people like
   */
  async due(tx: Transaction, most: number, warned: number): Promise<DueSession[]> {
    const rows = await tx.query<{ meeting_id: string; ends_at: Date; is_over: boolean }>(
      `SELECT meeting_id, ends_at, ends_at <= now() AS is_over FROM (
         SELECT s.meeting_id, s.warned_at, s.started_at + make_interval(mins => coalesce(m.most_minutes, nullif($2, 0))) AS ends_at
         FROM meeting_session s JOIN meeting m ON m.organisation_id = s.organisation_id AND m.id = s.meeting_id
         WHERE s.organisation_id = $1 AND s.ended_at IS NULL AND s.started_at IS NOT NULL AND s.empty_since IS NULL
       ) limited
       WHERE ends_at <= now() OR (warned_at IS NULL AND ends_at <= now() + make_interval(mins => $3)) ORDER BY meeting_id`,
      [uuidOf(tx.organisationId), most, warned],
    );
    return rows.map((row) => ({
      meetingId: idFrom('meeting', row.meeting_id),
      endsAt: row.ends_at,
      isOver: row.is_over,
    }));
  }

  /** False when they were warned already. */
  async noteWarning(tx: Transaction, meetingId: MeetingId): Promise<boolean> {
    const rows = await tx.query(
      `WITH warned AS (UPDATE meeting_session SET warned_at = now()
         WHERE organisation_id = $1 AND meeting_id = $2 AND ended_at IS NULL AND warned_at IS NULL RETURNING id) SELECT id FROM warned`,
      [uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
    return rows.length > 0;
  }
}
