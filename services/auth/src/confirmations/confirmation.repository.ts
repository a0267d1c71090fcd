import { Injectable } from '@nestjs/common';
import { uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** Hours for which a link confirms. */
const LINK_HOURS = 24;

/** The SQL of links that confirm an address. */
@Injectable()
export class ConfirmationRepository {
  /** The person's one link from now on; an earlier one confirms nothing any more. */
  async save(tx: Transaction, userId: UserId, hash: Buffer): Promise<void> {
    await tx.query(
      `INSERT INTO email_confirmation (organisation_id, user_id, token_hash, expires_at)
       VALUES ($1, $2, $3, now() + make_interval(hours => ${LINK_HOURS}))
       ON CONFLICT (organisation_id, user_id) DO UPDATE SET token_hash = EXCLUDED.token_hash, expires_at = EXCLUDED.expires_at`,
      [uuidOf(tx.organisationId), uuidOf(userId), hash],
    );
  }

  /** Whether this is the person's link and good; it is once. */
  async take(tx: Transaction, userId: UserId, hash: Buffer): Promise<boolean> {
    const [row] = await tx.query<{ is_due: boolean }>(
      `WITH gone AS (DELETE FROM email_confirmation WHERE organisation_id = $1 AND user_id = $2 AND token_hash = $3
         RETURNING expires_at > now() AS is_due) SELECT * FROM gone`,
      [uuidOf(tx.organisationId), uuidOf(userId), hash],
    );
    return row?.is_due ?? false;
  }
}
