import { Injectable } from '@nestjs/common';
import { uuidOf } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { LobbyState } from '../lobby/lobby-entry.ts';
import { ADMISSION_SECONDS } from '../livekit/join-token.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { IS_IN, SEEN } from '../participants/participant-sql.ts';
import type { Who } from '../participants/who.ts';

/** What our rows say of somebody who wants to come in. */
export interface Known {
  isBanned: boolean;
  /** A device of theirs is in, or on the way in. */
  isIn: boolean;
  /** They were let in once and not put out since. */
  wasLetIn: boolean;
  /** People in the meeting now. */
  peopleIn: number;
  /** People in the lobby now. */
  peopleWaiting: number;
  /** Where their wait stands; an admission from before they were put out no longer counts. */
  lobbyState: LobbyState | null;
  /** A host said no a moment ago. */
  wasRefusedLately: boolean;
}

/** Seconds behind a host's no in which one may not ask again. */
const REFUSED_SECONDS = 60;

const KNOWN = `
  WITH present AS (
    SELECT p.user_id, p.guest_token_hash FROM participant p
    JOIN meeting m ON m.organisation_id = p.organisation_id AND m.id = p.meeting_id
    ${SEEN}
    WHERE p.organisation_id = $1 AND p.meeting_id = $2 AND ${IS_IN}
  ), theirs AS (
    SELECT max(removed_at) AS removed_at, bool_or(removed_at IS NULL) AS was_let_in FROM participant
    WHERE organisation_id = $1 AND meeting_id = $2 AND (user_id = $3 OR guest_token_hash = $5)
  ), entry AS (
    SELECT state, decided_at FROM lobby_entry
    WHERE organisation_id = $1 AND meeting_id = $2 AND (user_id = $3 OR guest_token_hash = $5)
  )
  SELECT
    EXISTS (SELECT FROM ban WHERE organisation_id = $1 AND meeting_id = $2 AND (user_id = $3 OR guest_token_hash = $5)) AS "isBanned",
    EXISTS (SELECT FROM present WHERE user_id = $3 OR guest_token_hash = $5) AS "isIn",
    (SELECT coalesce(was_let_in, false) FROM theirs) AS "wasLetIn",
    (SELECT count(DISTINCT coalesce(user_id::text, guest_token_hash))::integer FROM present) AS "peopleIn",
    (SELECT count(*)::integer FROM lobby_entry WHERE organisation_id = $1 AND meeting_id = $2 AND state = 'WAITING') AS "peopleWaiting",
    (SELECT state FROM entry WHERE state <> 'ADMITTED' OR decided_at > coalesce((SELECT removed_at FROM theirs), '-infinity')) AS "lobbyState",
    EXISTS (SELECT FROM entry WHERE state = 'REFUSED' AND decided_at > now() - make_interval(secs => ${REFUSED_SECONDS})) AS "wasRefusedLately"`;

/** The SQL of what must be known to let somebody in: one statement, one snapshot. */
@Injectable()
export class ApplicantRepository {
  async known(tx: Transaction, meeting: Pick<Meeting, 'id'>, { userId, guestTokenHash }: Who): Promise<Known> {
    const [row] = await tx.query<Known>(KNOWN, [
      uuidOf(tx.organisationId),
      uuidOf(meeting.id),
      userId && uuidOf(userId),
      ADMISSION_SECONDS,
      guestTokenHash,
    ]);
    return row as Known;
  }
}
