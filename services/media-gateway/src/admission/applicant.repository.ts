import { Injectable } from '@nestjs/common';
import { uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { LobbyState } from '../lobby/lobby-entry.ts';
import { wasCalled } from '../calls/called-sql.ts';
import { ADMISSION_SECONDS } from '../livekit/join-token.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { IS_IN, SEEN } from '../participants/participant-sql.ts';
import type { Who } from '../participants/who.ts';
import { HAS_BEGUN, NEXT_STARTS_AT } from '../schedule/occurrence.repository.ts';

/** What our rows say of somebody who wants to come in. */
export interface Known {
  isBanned: boolean;
  /** A device of theirs is in, or on the way in; or this very one was in a moment ago, and comes back with the same nonce. */
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
  /** The meeting's hosts have invited them, or they were called into it. */
  isInvited: boolean;
  /** Start of the time that goes on, or of the next, where the meeting has a schedule. */
  nextStartsAt: Date | null;
  /** It has taken place before, or goes on. */
  hasBegun: boolean;
}

/** Seconds after which whoever lost the connection comes in anew like everybody else. */
const COMING_BACK_SECONDS = 300;
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
    EXISTS (SELECT FROM present WHERE user_id = $3 OR guest_token_hash = $5) OR EXISTS (
      SELECT FROM participant p JOIN attendance a ON a.organisation_id = p.organisation_id AND a.participant_id = p.id
      WHERE p.organisation_id = $1 AND p.meeting_id = $2 AND (p.user_id = $3 OR p.guest_token_hash = $5) AND p.client_nonce = $6
        AND p.removed_at IS NULL AND a.left_at > now() - make_interval(secs => ${COMING_BACK_SECONDS})) AS "isIn",
    (SELECT coalesce(was_let_in, false) FROM theirs) AS "wasLetIn",
    (SELECT count(DISTINCT coalesce(user_id::text, guest_token_hash))::integer FROM present) AS "peopleIn",
    (SELECT count(*)::integer FROM lobby_entry WHERE organisation_id = $1 AND meeting_id = $2 AND state = 'WAITING') AS "peopleWaiting",
    (SELECT state FROM entry WHERE state <> 'ADMITTED' OR decided_at > coalesce((SELECT removed_at FROM theirs), '-infinity')) AS "lobbyState",
    EXISTS (SELECT FROM entry WHERE state = 'REFUSED' AND decided_at > now() - make_interval(secs => ${REFUSED_SECONDS})) AS "wasRefusedLately",
    EXISTS (SELECT FROM invitee WHERE organisation_id = $1 AND meeting_id = $2 AND user_id = $3) OR ${wasCalled('$2', '$3')} AS "isInvited",
    ${NEXT_STARTS_AT} AS "nextStartsAt",
    ${HAS_BEGUN} AS "hasBegun"
  FROM (SELECT $1::uuid AS organisation_id, $2::uuid AS id) m`;

/** The SQL of what must be known to let somebody in: one statement, one snapshot. */
@Injectable()
export class ApplicantRepository {
  async known(
    tx: Transaction,
    meeting: Pick<Meeting, 'id'>,
    { userId, guestTokenHash }: Who,
    clientNonce: string | null,
  ): Promise<Known> {
    const [row] = await tx.query<Known>(KNOWN, [
      uuidOf(tx.organisationId),
      uuidOf(meeting.id),
      userId && uuidOf(userId),
      ADMISSION_SECONDS,
      guestTokenHash,
      clientNonce,
    ]);
    return row as Known;
  }

  async isInvited(tx: Transaction, meeting: Pick<Meeting, 'id'>, userId: UserId): Promise<boolean> {
    const [row] = await tx.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT FROM invitee WHERE organisation_id = $1 AND meeting_id = $2 AND user_id = $3) OR ${wasCalled('$2', '$3')} AS found`,
      [uuidOf(tx.organisationId), uuidOf(meeting.id), uuidOf(userId)],
    );
    return row?.found ?? false;
  }
}
