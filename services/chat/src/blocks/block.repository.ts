import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { directKey } from '../conversations/conversation.ts';

/** Of a conversation `c`: whether neither of the two in a one-to-one blocks the other. Groups have no key, and are open. */
export const NOBODY_BLOCKS = `NOT EXISTS (SELECT FROM block b
  WHERE b.organisation_id = c.organisation_id AND b.direct_key = c.direct_key AND b.is_blocked)`;

/** What is known of one direction of a pair. */
export interface KnownBlock {
  readonly owner: UserId;
  readonly isBlocked: boolean;
}

/** The SQL of who blocks whom. */
@Injectable()
export class BlockRepository {
  /** What a fact says. */
  async set(tx: Transaction, owner: UserId, other: UserId, isBlocked: boolean): Promise<void> {
    await tx.query(
      `INSERT INTO block (organisation_id, direct_key, owner_id, is_blocked) VALUES ($1, $2, $3, $4)
       ON CONFLICT (organisation_id, direct_key, owner_id) DO UPDATE SET is_blocked = excluded.is_blocked`,
      [uuidOf(tx.organisationId), directKey(owner, other), uuidOf(owner), isBlocked],
    );
  }

  /** What the owner answered. What a fact has said stays: facts come in order, an answer may be older than the last one. */
  async learn(tx: Transaction, pair: readonly [UserId, UserId], known: readonly KnownBlock[]): Promise<void> {
    await tx.query(
      `INSERT INTO block (organisation_id, direct_key, owner_id, is_blocked)
       SELECT $1, $2, * FROM unnest($3::uuid[], $4::boolean[]) ON CONFLICT DO NOTHING`,
      [
        uuidOf(tx.organisationId),
        directKey(...pair),
        known.map(({ owner }) => uuidOf(owner)),
        known.map(({ isBlocked }) => isBlocked),
      ],
    );
  }

  async find(tx: Transaction, one: UserId, other: UserId): Promise<KnownBlock[]> {
    const rows = await tx.query<{ owner_id: string; is_blocked: boolean }>(
      `SELECT owner_id, is_blocked FROM block WHERE organisation_id = $1 AND direct_key = $2`,
      [uuidOf(tx.organisationId), directKey(one, other)],
    );
    return rows.map((row) => ({ owner: idFrom('user', row.owner_id), isBlocked: row.is_blocked }));
  }
}
