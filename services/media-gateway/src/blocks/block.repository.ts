import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** What is known of one direction of a pair. */
export interface KnownBlock {
  readonly owner: UserId;
  readonly other: UserId;
  readonly isBlocked: boolean;
}

/** The SQL of `block`: who blocks whom, one row a direction that something was heard of. */
@Injectable()
export class BlockRepository {
  /** What is known between this person and these, both ways. */
  async between(tx: Transaction, one: UserId, others: readonly UserId[]): Promise<KnownBlock[]> {
    const rows = await tx.query<{ owner_id: string; other_id: string; is_blocked: boolean }>(
      `SELECT owner_id, other_id, is_blocked FROM block WHERE organisation_id = $1
         AND ((owner_id = $2 AND other_id = ANY ($3::uuid[])) OR (other_id = $2 AND owner_id = ANY ($3::uuid[])))`,
      [uuidOf(tx.organisationId), uuidOf(one), others.map(uuidOf)],
    );
    return rows.map((row) => ({
      owner: idFrom('user', row.owner_id),
      other: idFrom('user', row.other_id),
      isBlocked: row.is_blocked,
    }));
  }

  /** What a fact says. */
  async set(tx: Transaction, owner: UserId, other: UserId, isBlocked: boolean): Promise<void> {
    await tx.query(
      `INSERT INTO block (organisation_id, owner_id, other_id, is_blocked) VALUES ($1, $2, $3, $4)
       ON CONFLICT (organisation_id, owner_id, other_id) DO UPDATE SET is_blocked = EXCLUDED.is_blocked`,
      [uuidOf(tx.organisationId), uuidOf(owner), uuidOf(other), isBlocked],
    );
  }

  /** What the owner answered. What a fact has said stays: facts come in order, an answer may be older than the last one. */
  async learn(tx: Transaction, known: readonly KnownBlock[]): Promise<void> {
    await tx.query(
      `INSERT INTO block (organisation_id, owner_id, other_id, is_blocked)
       SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::boolean[]) ON CONFLICT DO NOTHING`,
      [
        uuidOf(tx.organisationId),
        known.map(({ owner }) => uuidOf(owner)),
        known.map(({ other }) => uuidOf(other)),
        known.map(({ isBlocked }) => isBlocked),
      ],
    );
  }
}
