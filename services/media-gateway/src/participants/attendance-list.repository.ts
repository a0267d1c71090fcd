import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import type { AttendedRow } from './attendance.ts';

interface Row {
  first_id: string;
  first_us: string;
  user_id: string | null;
  is_guest: boolean;
  display_name: string;
  joined: Date[];
  gone: (Date | null)[];
}

/** People of meeting `$2` who were connected, with the names they go by now; a guest is told by their token's hash. */
const ATTENDED = `
  SELECT p.user_id, bool_or(p.is_guest) AS is_guest, min(p.id::text)::uuid AS first_id,
    (extract(epoch FROM min(a.joined_at)) * 1000000)::bigint AS first_us,
    (array_agg(coalesce(person.display_name, p.display_name) ORDER BY a.joined_at, p.id))[1] AS display_name,
    array_agg(a.joined_at ORDER BY a.joined_at, a.participant_sid) AS joined,
    array_agg(a.left_at ORDER BY a.joined_at, a.participant_sid) AS gone
  FROM attendance a
  JOIN participant p ON p.organisation_id = a.organisation_id AND p.id = a.participant_id
  LEFT JOIN person ON person.organisation_id = p.organisation_id AND person.user_id = p.user_id
  WHERE a.organisation_id = $1 AND a.meeting_id = $2
    AND ($6::timestamptz IS NULL OR (coalesce(a.left_at, 'infinity') >= $6 AND a.joined_at <= coalesce($7::timestamptz, 'infinity')))
  GROUP BY p.user_id, p.guest_token_hash`;

/** From when to when; null: it goes on. */
export interface Span {
  startedAt: Date;
  endedAt: Date | null;
}

/** The ledger by person. */
@Injectable()
export class AttendanceListRepository {
  /** In the order of first joining; one more than the page has, if there is one. @param span only stays within it */
  async page(tx: Transaction, meetingId: MeetingId, asked: Page, span?: Span): Promise<AttendedRow[]> {
    const rows = await tx.query<Row>(
      `SELECT * FROM (${ATTENDED}) people
       WHERE $3::bigint IS NULL OR (first_us, first_id) > ($3::bigint, $4::uuid) ORDER BY first_us, first_id LIMIT $5`,
      [
        uuidOf(tx.organisationId),
        uuidOf(meetingId),
        asked.key?.[0] ?? null,
        asked.key?.[1] ?? null,
        asked.limit + 1,
        span?.startedAt ?? null,
        span?.endedAt ?? null,
      ],
    );
    return rows.map((row) => ({
      participantId: idFrom('participant', row.first_id),
      firstMicros: row.first_us,
      userId: row.user_id === null ? null : idFrom('user', row.user_id),
      isGuest: row.is_guest,
      displayName: row.display_name,
      stays: row.joined.map((joinedAt, n) => ({ joinedAt, leftAt: row.gone[n] ?? null })),
    }));
  }
}
