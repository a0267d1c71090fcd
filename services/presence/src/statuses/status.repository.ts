import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Touched } from '../presences/presence.repository.ts';
import { NO_STATUS, type Choice, type Status } from './status.ts';

/** The SQL of what people say of themselves, and of what they hide. */
@Injectable()
export class StatusRepository {
  /** What is in force. */
  async find(tx: Transaction, userId: UserId): Promise<Status> {
    const [row] = await tx.query<{ availability: Choice | null; text: string | null; expires_at: Date | null }>(
      `SELECT availability, text, expires_at FROM status
       WHERE organisation_id = $1 AND user_id = $2 AND (expires_at IS NULL OR expires_at > clock_timestamp())`,
      this.of(tx, userId),
    );
    return row ? { availability: row.availability, text: row.text, expiresAt: row.expires_at } : NO_STATUS;
  }

  async set(tx: Transaction, userId: UserId, { availability, text, expiresAt }: Status): Promise<void> {
    if (availability === null && text === null)
      await tx.query(`DELETE FROM status WHERE organisation_id = $1 AND user_id = $2`, this.of(tx, userId));
    else
      await tx.query(
        `INSERT INTO status (organisation_id, user_id, availability, text, expires_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (organisation_id, user_id) DO UPDATE SET availability = excluded.availability,
           text = excluded.text, expires_at = excluded.expires_at`,
        [...this.of(tx, userId), availability, text, expiresAt],
      );
  }

  /** By Postgres' clock: behind the organisation's lock it never goes back from one change to the next. */
  async now(tx: Transaction): Promise<Date> {
    const [row] = await tx.query<{ at: Date }>(`SELECT clock_timestamp() AS at`);
    return (row as { at: Date }).at;
  }

  /** Takes away what is over. */
  async expire(tx: Transaction): Promise<Touched[]> {
    const rows = await tx.query<{ user_id: string }>(
      `DELETE FROM status WHERE organisation_id = $1 AND expires_at <= clock_timestamp() RETURNING user_id`,
      [uuidOf(tx.organisationId)],
    );
    return rows.map((row) => ({ userId: idFrom('user', row.user_id), seenAt: null }));
  }

  async hidesLastSeen(tx: Transaction, userId: UserId): Promise<boolean> {
    const [row] = await tx.query<{ hides_last_seen: boolean }>(
      `SELECT hides_last_seen FROM privacy WHERE organisation_id = $1 AND user_id = $2`,
      this.of(tx, userId),
    );
    return row?.hides_last_seen ?? false;
  }

  async hideLastSeen(tx: Transaction, userId: UserId, isHidden: boolean): Promise<void> {
    await tx.query(
      `INSERT INTO privacy (organisation_id, user_id, hides_last_seen) VALUES ($1, $2, $3)
       ON CONFLICT (organisation_id, user_id) DO UPDATE SET hides_last_seen = excluded.hides_last_seen`,
      [...this.of(tx, userId), isHidden],
    );
  }

  private of(tx: Transaction, userId: UserId): unknown[] {
    return [uuidOf(tx.organisationId), uuidOf(userId)];
  }
}
