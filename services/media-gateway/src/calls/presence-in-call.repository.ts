import { Injectable } from '@nestjs/common';
import { uuidOf, type MeetingId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { ADMISSION_SECONDS } from '../livekit/join-token.ts';
import { IS_IN, SEEN } from '../participants/participant-sql.ts';

/** `p` of a call's meeting: they have not hung up since they were let in, though LiveKit may not have noticed yet. */
const HAS_NOT_HUNG_UP = `NOT EXISTS (SELECT FROM call c
    JOIN call_party cp ON cp.organisation_id = c.organisation_id AND cp.call_id = c.id
    WHERE c.organisation_id = p.organisation_id AND c.meeting_id = p.meeting_id AND cp.user_id = p.user_id AND cp.left_at >= p.admitted_at)`;

/** The SQL of who is in the meeting of a call, or on the way in. */
@Injectable()
export class PresenceInCallRepository {
  /** People, guests included, without this one. */
  async count(tx: Transaction, meetingId: MeetingId, except: UserId | null): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      `SELECT count(DISTINCT coalesce(p.user_id::text, p.guest_token_hash, p.id::text))::integer AS n FROM participant p
       JOIN meeting m ON m.organisation_id = p.organisation_id AND m.id = p.meeting_id
       ${SEEN} WHERE p.organisation_id = $1 AND p.meeting_id = $2 AND p.user_id IS DISTINCT FROM $3 AND ${IS_IN} AND ${HAS_NOT_HUNG_UP}`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), except && uuidOf(except), ADMISSION_SECONDS],
    );
    return row?.n ?? 0;
  }

  /** Whether this person is in, also after having hung up once. */
  async isIn(tx: Transaction, meetingId: MeetingId, userId: UserId): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM participant p JOIN meeting m ON m.organisation_id = p.organisation_id AND m.id = p.meeting_id
       ${SEEN} WHERE p.organisation_id = $1 AND p.meeting_id = $2 AND p.user_id = $3 AND ${IS_IN} AND ${HAS_NOT_HUNG_UP}`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), uuidOf(userId), ADMISSION_SECONDS],
    );
    return rows.length > 0;
  }

  /** When the last one left; null when nobody was ever seen. */
  async lastLeft(tx: Transaction, meetingId: MeetingId): Promise<Date | null> {
    const [row] = await tx.query<{ at: Date | null }>(
      `SELECT max(left_at) AS at FROM attendance WHERE organisation_id = $1 AND meeting_id = $2`,
      [uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
    return row?.at ?? null;
  }
}
