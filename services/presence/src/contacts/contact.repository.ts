import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** The SQL of who may see whom. */
@Injectable()
export class ContactRepository {
  /** Those of these people of whom a fact says that they are this one's contacts. */
  async findAmong(tx: Transaction, owner: UserId, ids: readonly UserId[]): Promise<UserId[]> {
    const rows = await tx.query<{ user_id: string }>(
      `SELECT user_id FROM contact
       WHERE organisation_id = $1 AND owner_id = $2 AND user_id = ANY($3::uuid[]) AND is_contact`,
      [uuidOf(tx.organisationId), uuidOf(owner), ids.map(uuidOf)],
    );
    return rows.map((row) => idFrom('user', row.user_id));
  }

  /** What a fact says of two people, for both of them. */
  async set(tx: Transaction, one: UserId, other: UserId, isContact: boolean): Promise<void> {
    await tx.query(
      `INSERT INTO contact (organisation_id, owner_id, user_id, is_contact) VALUES ($1, $2, $3, $4), ($1, $3, $2, $4)
       ON CONFLICT (organisation_id, owner_id, user_id) DO UPDATE SET is_contact = excluded.is_contact`,
      [uuidOf(tx.organisationId), ...[one, other].toSorted().map(uuidOf), isContact],
    );
  }

  /** What the owner answered. What a fact has said stays: facts come in order, an answer may be older than the last one. */
  async learn(tx: Transaction, owner: UserId, ids: readonly UserId[]): Promise<void> {
    await tx.query(
      `INSERT INTO contact (organisation_id, owner_id, user_id, is_contact)
       SELECT $1, $2, user_id, true FROM unnest($3::uuid[]) user_id ORDER BY user_id ON CONFLICT DO NOTHING`,
      [uuidOf(tx.organisationId), uuidOf(owner), ids.map(uuidOf)],
    );
  }
}
