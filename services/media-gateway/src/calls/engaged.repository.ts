import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type CallId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { ADMISSION_SECONDS } from '../livekit/join-token.ts';

/** The SQL of who cannot be called now: they ring with another call, or are in one. */
@Injectable()
export class EngagedRepository {
  /** Nobody else calls any of these, nor do they call, until the transaction is over. */
  async takeTurns(tx: Transaction, userIds: readonly UserId[]): Promise<void> {
    await tx.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('called ' || id, 0)) FROM (SELECT unnest($1::text[]) AS id ORDER BY 1) turns`,
      [userIds],
    );
  }

  /**
   * Those of them who are in another call or ring with one. Whoever accepted and has not been seen in the meeting for longer than
   * their token lives, or has left it without a word, is free.
   */
  async among(tx: Transaction, userIds: readonly UserId[], but: CallId | null): Promise<Set<UserId>> {
    const rows = await tx.query<{ user_id: string }>(
      `SELECT DISTINCT p.user_id FROM call_party p
       JOIN call c ON c.organisation_id = p.organisation_id AND c.id = p.call_id
       WHERE p.organisation_id = $1 AND p.user_id = ANY ($2::uuid[]) AND c.id IS DISTINCT FROM $3 AND c.ended_at IS NULL AND (
         (p.state = 'RINGING' AND NOT p.is_silent) OR (p.state = 'ACCEPTED' AND p.left_at IS NULL AND (
           p.settled_at > now() - make_interval(secs => ${ADMISSION_SECONDS}) OR EXISTS (
             SELECT FROM participant d JOIN attendance a ON a.organisation_id = d.organisation_id AND a.participant_id = d.id
             WHERE d.organisation_id = c.organisation_id AND d.meeting_id = c.meeting_id AND d.user_id = p.user_id AND a.left_at IS NULL))))`,
      [uuidOf(tx.organisationId), userIds.map(uuidOf), but && uuidOf(but)],
    );
    return new Set(rows.map((row) => idFrom('user', row.user_id)));
  }
}
