import { Injectable } from '@nestjs/common';
import { uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** Whether somebody wants not to be disturbed now, where `d` is their row, if there is any. */
export const IS_NOT_TO_DISTURB = `coalesce(d.is_on AND (d.until IS NULL OR d.until > now()), false)`;

/** The SQL of who does not want to be disturbed. */
@Injectable()
export class DoNotDisturbRepository {
  /** A stale word changes nothing. */
  async project(
    tx: Transaction,
    { userId, isOn, until, at }: { userId: UserId; isOn: boolean; until: string | null; at: string },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO do_not_disturb (organisation_id, user_id, is_on, until, changed_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (organisation_id, user_id)
       DO UPDATE SET is_on = EXCLUDED.is_on, until = EXCLUDED.until, changed_at = EXCLUDED.changed_at
       WHERE do_not_disturb.changed_at < EXCLUDED.changed_at`,
      [uuidOf(tx.organisationId), uuidOf(userId), isOn, until, at],
    );
  }

  async isOn(tx: Transaction, userId: UserId): Promise<boolean> {
    const [row] = await tx.query<{ is_on: boolean }>(
      `SELECT ${IS_NOT_TO_DISTURB} AS is_on FROM do_not_disturb d WHERE d.organisation_id = $1 AND d.user_id = $2`,
      [uuidOf(tx.organisationId), uuidOf(userId)],
    );
    return row?.is_on ?? false;
  }
}
