import { Injectable } from '@nestjs/common';
import { uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { PictureSize, Squares } from './picture.ts';

/** Pictures of a person that are kept: what was written before may still show an earlier one. */
const KEPT = 5;

/** The SQL of pictures. */
@Injectable()
export class PictureRepository {
  /** Keeps a picture, and the few before it. */
  async save(tx: Transaction, userId: UserId, hash: Buffer, { large, small }: Squares): Promise<void> {
    const owner = [uuidOf(tx.organisationId), uuidOf(userId)];
    await tx.query(
      `INSERT INTO picture (organisation_id, user_id, hash, large, small, stored_at) VALUES ($1, $2, $3, $4, $5, clock_timestamp())
       ON CONFLICT (organisation_id, hash, user_id) DO UPDATE SET stored_at = excluded.stored_at`,
      [...owner, hash, large, small],
    );
    await tx.query(
      `DELETE FROM picture WHERE organisation_id = $1 AND user_id = $2 AND hash NOT IN (
         SELECT hash FROM picture WHERE organisation_id = $1 AND user_id = $2 ORDER BY stored_at DESC LIMIT $3)`,
      [...owner, KEPT],
    );
  }

  /** Every picture this person ever had is gone. */
  async removeAll(tx: Transaction, userId: UserId): Promise<void> {
    await tx.query(`DELETE FROM picture WHERE organisation_id = $1 AND user_id = $2`, [
      uuidOf(tx.organisationId),
      uuidOf(userId),
    ]);
  }

  async find(tx: Transaction, hash: Buffer, size: PictureSize): Promise<Buffer | undefined> {
    const [row] = await tx.query<{ bytes: Buffer }>(
      `SELECT ${size === 'large' ? 'large' : 'small'} AS bytes FROM picture WHERE organisation_id = $1 AND hash = $2 LIMIT 1`,
      [uuidOf(tx.organisationId), hash],
    );
    return row?.bytes;
  }
}
