import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Opening } from './opening.ts';
import type { Occurrence } from './schedule.ts';

/** How long before it begins people are reminded. */
const SOON = `interval '10 minutes'`;

/** Whether and when a meeting `m` takes place next, as SQL: the start of the time that goes on, or of the next. */
export const NEXT_STARTS_AT = `(SELECT min(o.starts_at) FROM occurrence o
  WHERE o.organisation_id = m.organisation_id AND o.meeting_id = m.id AND o.ends_at > now())`;
/** Whether it has taken place before, or goes on. */
export const HAS_BEGUN = `EXISTS (SELECT FROM occurrence o
  WHERE o.organisation_id = m.organisation_id AND o.meeting_id = m.id AND o.starts_at <= now())`;

/** The SQL of `occurrence`: every time a scheduled meeting takes place. */
@Injectable()
export class OccurrenceRepository {
  /** In place of all that is not over yet; what has been stays as it was. What begins soon needs no reminder. */
  async replace(tx: Transaction, id: MeetingId, occurrences: readonly Occurrence[]): Promise<void> {
    await this.forget(tx, id);
    await tx.query(
      `INSERT INTO occurrence (organisation_id, meeting_id, starts_at, ends_at, reminded_at)
       SELECT $1, $2, starts_at, ends_at, CASE WHEN starts_at <= now() + ${SOON} THEN now() END
       FROM unnest($3::timestamptz[], $4::timestamptz[]) AS t (starts_at, ends_at) ON CONFLICT DO NOTHING`,
      [
        uuidOf(tx.organisationId),
        uuidOf(id),
        occurrences.map(({ startsAt }) => startsAt),
        occurrences.map(({ endsAt }) => endsAt),
      ],
    );
  }

  /** It takes place no more. */
  async forget(tx: Transaction, id: MeetingId): Promise<void> {
    await tx.query(`DELETE FROM occurrence WHERE organisation_id = $1 AND meeting_id = $2 AND ends_at > now()`, [
      uuidOf(tx.organisationId),
      uuidOf(id),
    ]);
  }

  /** The time that goes on is over; what is to come stays. @returns whether there was one */
  async conclude(tx: Transaction, id: MeetingId): Promise<boolean> {
    const rows = await tx.query(
      `WITH concluded AS (UPDATE occurrence SET ends_at = now()
         WHERE organisation_id = $1 AND meeting_id = $2 AND starts_at < now() AND ends_at > now() RETURNING 1) SELECT FROM concluded`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
    return rows.length > 0;
  }

  /** What begins soon and nobody was reminded of; nobody else reminds of it. */
  async takeUnreminded(tx: Transaction): Promise<{ meetingId: MeetingId; startsAt: Date }[]> {
    const rows = await tx.query<{ meeting_id: string; starts_at: Date }>(
      `WITH taken AS (
         UPDATE occurrence SET reminded_at = now()
         WHERE organisation_id = $1 AND reminded_at IS NULL AND starts_at > now() AND starts_at <= now() + ${SOON}
         RETURNING meeting_id, starts_at
       ) SELECT * FROM taken ORDER BY starts_at, meeting_id`,
      [uuidOf(tx.organisationId)],
    );
    return rows.map((row) => ({ meetingId: idFrom('meeting', row.meeting_id), startsAt: row.starts_at }));
  }

  /** Of each meeting that has a schedule. */
  async openings(tx: Transaction, ids: readonly MeetingId[]): Promise<Map<MeetingId, Opening>> {
    const rows = await tx.query<{ id: string; next_starts_at: Date | null; has_begun: boolean }>(
      `SELECT m.id, ${NEXT_STARTS_AT} AS next_starts_at, ${HAS_BEGUN} AS has_begun FROM meeting m
       WHERE m.organisation_id = $1 AND m.id = ANY ($2::uuid[]) AND m.starts_at IS NOT NULL`,
      [uuidOf(tx.organisationId), ids.map(uuidOf)],
    );
    return new Map(
      rows.map((row) => [idFrom('meeting', row.id), { nextStartsAt: row.next_starts_at, hasBegun: row.has_begun }]),
    );
  }
}
