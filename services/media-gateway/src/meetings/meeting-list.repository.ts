import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import type { MeetingState } from './meeting.ts';

/** Which of one's meetings. */
export interface WhichMeetings {
  /** Made then or later. */
  from?: Date | null | undefined;
  /** Made before then. */
  to?: Date | null | undefined;
  state?: MeetingState | null | undefined;
}

/** A meeting's place in the list. */
export interface ListedMeeting {
  id: MeetingId;
  /** Microseconds since the epoch at which it was made. */
  createdMicros: string;
}

/** What user `$2` holds, whether they made it or were given it, and where they were connected. */
const MINE = `
  SELECT id FROM meeting WHERE organisation_id = $1 AND host_user_id = $2
  UNION SELECT meeting_id FROM meeting_role WHERE organisation_id = $1 AND user_id = $2 AND role IN ('HOST', 'CO_HOST')
  UNION SELECT p.meeting_id FROM participant p WHERE p.organisation_id = $1 AND p.user_id = $2
    AND EXISTS (SELECT FROM attendance a WHERE a.organisation_id = $1 AND a.participant_id = p.id)`;
const IS_LIVE = `EXISTS (SELECT FROM attendance a
  WHERE a.organisation_id = m.organisation_id AND a.meeting_id = m.id AND a.left_at IS NULL)`;
const CREATED_US = `(extract(epoch FROM m.created_at) * 1000000)::bigint`;

/** Where a meeting stands, as `stateOf` says it. */
const STATE = `CASE WHEN m.ended_at IS NOT NULL THEN 'ENDED' WHEN ${IS_LIVE} THEN 'LIVE' ELSE 'OPEN' END`;

/** The SQL of one's own meetings. */
@Injectable()
export class MeetingListRepository {
  /** Newest first; one more than the page has, if there is one. */
  async page(
    tx: Transaction,
    userId: UserId,
    { from, to, state }: WhichMeetings,
    asked: Page,
  ): Promise<ListedMeeting[]> {
    const rows = await tx.query<{ id: string; created_us: string }>(
      `SELECT m.id, ${CREATED_US} AS created_us FROM meeting m
       WHERE m.organisation_id = $1 AND m.id IN (${MINE})
         AND ($3::timestamptz IS NULL OR m.created_at >= $3) AND ($4::timestamptz IS NULL OR m.created_at < $4)
         AND ($5::text IS NULL OR $5 = ${STATE})
         AND ($6::bigint IS NULL OR (${CREATED_US}, m.id) < ($6::bigint, $7::uuid))
       ORDER BY m.created_at DESC, m.id DESC LIMIT $8`,
      [
        uuidOf(tx.organisationId),
        uuidOf(userId),
        from ?? null,
        to ?? null,
        state ?? null,
        asked.key?.[0] ?? null,
        asked.key?.[1] ?? null,
        asked.limit + 1,
      ],
    );
    return rows.map((row) => ({ id: idFrom('meeting', row.id), createdMicros: row.created_us }));
  }
}
