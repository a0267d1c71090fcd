import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { ContactKey } from '../contacts/contact.ts';
import type { Blocks, ListedBlock } from './block.ts';

/** The SQL of who blocks whom. */
@Injectable()
export class BlockRepository {
  /** False when it was so already. */
  async insert(tx: Transaction, owner: UserId, userId: UserId): Promise<boolean> {
    const rows = await tx.query<object>(
      `INSERT INTO block (organisation_id, owner_id, user_id, since) VALUES ($1, $2, $3, now())
       ON CONFLICT DO NOTHING RETURNING 1`,
      [uuidOf(tx.organisationId), uuidOf(owner), uuidOf(userId)],
    );
    return rows.length > 0;
  }

  /** False when there was none. */
  async remove(tx: Transaction, owner: UserId, userId: UserId): Promise<boolean> {
    const rows = await tx.query<object>(
      `DELETE FROM block WHERE organisation_id = $1 AND owner_id = $2 AND user_id = $3 RETURNING 1`,
      [uuidOf(tx.organisationId), uuidOf(owner), uuidOf(userId)],
    );
    return rows.length > 0;
  }

  /** How this person and these others block each other. */
  async between(tx: Transaction, userId: UserId, others: readonly UserId[]): Promise<Blocks> {
    const rows = await tx.query<{ owner_id: string; user_id: string }>(
      `SELECT owner_id, user_id FROM block
       WHERE organisation_id = $1
         AND ((owner_id = $2 AND user_id = ANY($3::uuid[])) OR (user_id = $2 AND owner_id = ANY($3::uuid[])))`,
      [uuidOf(tx.organisationId), uuidOf(userId), others.map(uuidOf)],
    );
    const pairs = rows.map((row) => ({ owner: idFrom('user', row.owner_id), blocked: idFrom('user', row.user_id) }));
    return {
      by: pairs.filter(({ blocked }) => blocked === userId).map(({ owner }) => owner),
      whom: pairs.filter(({ owner }) => owner === userId).map(({ blocked }) => blocked),
    };
  }

  /** Whom this person blocks, by name. */
  async list(
    tx: Transaction,
    owner: UserId,
    { after, limit }: { after: ContactKey | undefined; limit: number },
  ): Promise<ListedBlock[]> {
    const rows = await tx.query<{ user_id: string; since: Date; folded_name: string }>(
      `SELECT b.user_id, b.since, p.folded_name
       FROM block b JOIN person p USING (organisation_id, user_id)
       WHERE b.organisation_id = $1 AND b.owner_id = $2
         AND ($3::text[] IS NULL OR (p.folded_name, b.user_id) > (($3::text[])[1], ($3::text[])[2]::uuid))
       ORDER BY p.folded_name, b.user_id LIMIT $4`,
      [uuidOf(tx.organisationId), uuidOf(owner), after ?? null, limit],
    );
    return rows.map((row) => ({
      userId: idFrom('user', row.user_id),
      since: row.since,
      foldedName: row.folded_name,
    }));
  }
}
