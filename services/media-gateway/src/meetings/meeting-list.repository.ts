import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { moderates } from '../roles/moderates-sql.ts';
import { EARLY_MINUTES } from '../schedule/opening.ts';
import { NEXT_STARTS_AT } from '../schedule/occurrence.repository.ts';
import type { MeetingState } from './meeting.ts';

/** Which of one's meetings. */
export interface WhichMeetings {
  /** Taking place, or made, then or later. */
  from?: Date | null | undefined;
  /** Taking place, or made, before then. */
  to?: Date | null | undefined;
  state?: MeetingState | null | undefined;
  /** Only those that one holds, where somebody waits to be let in. */
  hasWaiting?: boolean | null | undefined;
}

/** A meeting's place in the list. */
export interface ListedMeeting {
  id: MeetingId;
  /** Microseconds since the epoch at which it takes place (`AT`). */
  atMicros: string;
}

/** What user `$2` holds, whether they made it or were given it, is invited to, and where they were connected. */
const MINE = `
  SELECT id FROM meeting WHERE organisation_id = $1 AND host_user_id = $2
  UNION SELECT meeting_id FROM meeting_role WHERE organisation_id = $1 AND user_id = $2 AND role IN ('HOST', 'CO_HOST')
  UNION SELECT meeting_id FROM invitee WHERE organisation_id = $1 AND user_id = $2
  UNION SELECT p.meeting_id FROM participant p WHERE p.organisation_id = $1 AND p.user_id = $2
    AND EXISTS (SELECT FROM attendance a WHERE a.organisation_id = $1 AND a.participant_id = p.id)`;
const IS_LIVE = `EXISTS (SELECT FROM attendance a
  WHERE a.organisation_id = m.organisation_id AND a.meeting_id = m.id AND a.left_at IS NULL)`;
const OCCURRENCES = `FROM occurrence o WHERE o.organisation_id = m.organisation_id AND o.meeting_id = m.id`;
/** When it takes place: the time that goes on or the next, else the last; without a schedule when it was made. */
const AT = `coalesce((SELECT min(o.starts_at) ${OCCURRENCES} AND o.ends_at > now()),
  (SELECT max(o.starts_at) ${OCCURRENCES}), m.starts_at, m.created_at)`;
const AT_US = `(extract(epoch FROM ${AT}) * 1000000)::bigint`;
/** Whether it takes place between `$3` and `$4`, one of its times at least, or was made then where it has none. */
const IS_WITHIN = `CASE WHEN EXISTS (SELECT ${OCCURRENCES}) THEN EXISTS (SELECT ${OCCURRENCES}
    AND ($3::timestamptz IS NULL OR o.ends_at > $3) AND ($4::timestamptz IS NULL OR o.starts_at < $4))
  ELSE ($3 IS NULL OR coalesce(m.starts_at, m.created_at) >= $3) AND ($4 IS NULL OR coalesce(m.starts_at, m.created_at) < $4) END`;

/** Where a meeting stands, as `stateOf` says it. */
const STATE = `CASE WHEN m.ended_at IS NOT NULL THEN 'ENDED' WHEN ${IS_LIVE} THEN 'LIVE'
  WHEN ${NEXT_STARTS_AT} > now() + make_interval(mins => ${EARLY_MINUTES}) THEN 'SCHEDULED' ELSE 'OPEN' END`;

const IS_WAITED_FOR = `m.ended_at IS NULL AND EXISTS (SELECT FROM lobby_entry l
    WHERE l.organisation_id = m.organisation_id AND l.meeting_id = m.id AND l.state = 'WAITING')
  AND (m.host_user_id = $2 OR ${moderates('m.id', '$2')})`;

/** A call that nobody has answered is none yet. */
const IS_UNANSWERED = `EXISTS (SELECT FROM call c
  WHERE c.organisation_id = m.organisation_id AND c.meeting_id = m.id AND c.answered_at IS NULL)`;

/** The SQL of one's own meetings. */
@Injectable()
export class MeetingListRepository {
  /** Latest first, but what is SCHEDULED soonest first; one more than the page has, if there is one. */
  async page(
    tx: Transaction,
    userId: UserId,
    { from, to, state, hasWaiting }: WhichMeetings,
    asked: Page,
  ): Promise<ListedMeeting[]> {
    const [beyond, order] = state === 'SCHEDULED' ? ['>', 'ASC'] : ['<', 'DESC'];
    const rows = await tx.query<{ id: string; at_us: string }>(
      `SELECT id, at_us FROM (SELECT m.id, ${AT_US} AS at_us FROM meeting m
         WHERE m.organisation_id = $1 AND m.id IN (${MINE}) AND NOT ${IS_UNANSWERED} AND ${IS_WITHIN} AND ($5::text IS NULL OR $5 = ${STATE})
           AND ($9::boolean IS NOT TRUE OR ${IS_WAITED_FOR})) listed
       WHERE $6::bigint IS NULL OR (at_us, id) ${beyond} ($6::bigint, $7::uuid)
       ORDER BY at_us ${order}, id ${order} LIMIT $8`,
      [
        uuidOf(tx.organisationId),
        uuidOf(userId),
        from ?? null,
        to ?? null,
        state ?? null,
        asked.key?.[0] ?? null,
        asked.key?.[1] ?? null,
        asked.limit + 1,
        hasWaiting ?? null,
      ],
    );
    return rows.map((row) => ({ id: idFrom('meeting', row.id), atMicros: row.at_us }));
  }
}
