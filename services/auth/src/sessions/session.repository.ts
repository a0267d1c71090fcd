import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type SessionId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { GRACE_SECONDS, REFRESH_TOKEN_DAYS, type RefreshToken } from './refresh-token.ts';

/** The SQL of sessions and their refresh tokens. */
@Injectable()
export class SessionRepository {
  async start(tx: Transaction, id: SessionId, userId: UserId, userAgent: string | undefined): Promise<void> {
    await tx.query(`INSERT INTO session (organisation_id, id, user_id, user_agent) VALUES ($1, $2, $3, $4)`, [
      uuidOf(tx.organisationId),
      uuidOf(id),
      uuidOf(userId),
      userAgent?.slice(0, 300) ?? null,
    ]);
  }

  /** The session's person while it has not ended; locked, so that ending and refreshing take turns. */
  async personOfLive(tx: Transaction, id: SessionId): Promise<UserId | undefined> {
    const [row] = await tx.query<{ user_id: string }>(
      `UPDATE session SET last_used_at = now() WHERE organisation_id = $1 AND id = $2 AND ended_at IS NULL RETURNING user_id`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
    return row && idFrom('user', row.user_id);
  }

  /** False when it had ended already. */
  async end(tx: Transaction, id: SessionId, reason: string): Promise<boolean> {
    const rows = await tx.query<object>(
      `UPDATE session SET ended_at = now(), end_reason = $3 WHERE organisation_id = $1 AND id = $2 AND ended_at IS NULL RETURNING id`,
      [uuidOf(tx.organisationId), uuidOf(id), reason],
    );
    return rows.length > 0;
  }

  async endAllOf(tx: Transaction, userId: UserId, reason: string): Promise<SessionId[]> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE session SET ended_at = now(), end_reason = $3 WHERE organisation_id = $1 AND user_id = $2 AND ended_at IS NULL RETURNING id`,
      [uuidOf(tx.organisationId), uuidOf(userId), reason],
    );
    return rows.map(({ id }) => idFrom('session', id));
  }

  async addToken(tx: Transaction, token: RefreshToken, parent?: RefreshToken): Promise<void> {
    await tx.query(
      `INSERT INTO refresh_token (organisation_id, hash, session_id, parent_hash, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(days => $5))`,
      [uuidOf(tx.organisationId), token.hash, uuidOf(token.sessionId), parent?.hash ?? null, REFRESH_TOKEN_DAYS],
    );
  }

  /** Uses a token up: exactly one caller ever gets true. */
  async useUp(tx: Transaction, token: RefreshToken): Promise<boolean> {
    const rows = await tx.query<object>(
      `UPDATE refresh_token SET used_at = now()
         WHERE organisation_id = $1 AND hash = $2 AND session_id = $3 AND used_at IS NULL AND expires_at > now() RETURNING 1`,
      [uuidOf(tx.organisationId), token.hash, uuidOf(token.sessionId)],
    );
    return rows.length > 0;
  }

  /** Whether this token was ours and is used up, as against unknown or expired. */
  async wasUsed(tx: Transaction, token: RefreshToken): Promise<boolean> {
    const rows = await tx.query<object>(
      `SELECT 1 FROM refresh_token WHERE organisation_id = $1 AND hash = $2 AND used_at IS NOT NULL`,
      [uuidOf(tx.organisationId), token.hash],
    );
    return rows.length > 0;
  }

  /** Takes back the unused successor of a token used within the grace. False when there is none to take back. */
  async takeBackSuccessor(tx: Transaction, token: RefreshToken): Promise<boolean> {
    const rows = await tx.query<object>(
      `DELETE FROM refresh_token child USING refresh_token parent
         WHERE parent.organisation_id = $1 AND parent.hash = $2 AND parent.used_at > now() - make_interval(secs => $3)
           AND child.organisation_id = $1 AND child.parent_hash = $2 AND child.used_at IS NULL RETURNING 1`,
      [uuidOf(tx.organisationId), token.hash, GRACE_SECONDS],
    );
    return rows.length > 0;
  }
}
