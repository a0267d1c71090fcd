import { Injectable } from '@nestjs/common';
import { uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** The SQL of what people sign in with. */
@Injectable()
export class CredentialRepository {
  async passwordHash(tx: Transaction, userId: UserId): Promise<string | undefined> {
    const [row] = await tx.query<{ password_hash: string }>(
      `SELECT password_hash FROM credential WHERE organisation_id = $1 AND user_id = $2`,
      [uuidOf(tx.organisationId), uuidOf(userId)],
    );
    return row?.password_hash;
  }

  async setPasswordHash(tx: Transaction, userId: UserId, hash: string): Promise<void> {
    await tx.query(
      `INSERT INTO credential (organisation_id, user_id, password_hash) VALUES ($1, $2, $3)
       ON CONFLICT (organisation_id, user_id) DO UPDATE SET password_hash = EXCLUDED.password_hash, changed_at = now()`,
      [uuidOf(tx.organisationId), uuidOf(userId), hash],
    );
  }
}
