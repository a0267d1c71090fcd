import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Contact, ContactKey, ContactState, ListedContact } from './contact.ts';

interface ContactRow {
  user_id: string;
  since: Date;
}

const contactOf = (row: ContactRow): Contact => ({ userId: idFrom('user', row.user_id), since: row.since });

/** The SQL of who knows whom. */
@Injectable()
export class ContactRepository {
  /** Waits its turn: what two people do to each other happens one after the other, whoever of them does it. */
  async lockPair(tx: Transaction, one: UserId, other: UserId): Promise<void> {
    const pair = [one, other].toSorted().join(' ');
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [pair]);
  }

  async find(tx: Transaction, owner: UserId, userIds: readonly UserId[]): Promise<Contact[]> {
    const rows = await tx.query<ContactRow>(
      `SELECT user_id, since FROM contact WHERE organisation_id = $1 AND owner_id = $2 AND user_id = ANY($3::uuid[])`,
      [uuidOf(tx.organisationId), uuidOf(owner), userIds.map(uuidOf)],
    );
    return rows.map(contactOf);
  }

  async idsOf(tx: Transaction, owner: UserId): Promise<UserId[]> {
    const rows = await tx.query<{ user_id: string }>(
      `SELECT user_id FROM contact WHERE organisation_id = $1 AND owner_id = $2`,
      [uuidOf(tx.organisationId), uuidOf(owner)],
    );
    return rows.map((row) => idFrom('user', row.user_id));
  }

  /** By name; with `words`, those in whose name or e-mail each of them stands. */
  async list(
    tx: Transaction,
    owner: UserId,
    { words, after, limit }: { words: readonly string[]; after: ContactKey | undefined; limit: number },
  ): Promise<ListedContact[]> {
    const rows = await tx.query<ContactRow & { folded_name: string }>(
      `SELECT c.user_id, c.since, p.folded_name
       FROM contact c JOIN person p USING (organisation_id, user_id)
       WHERE c.organisation_id = $1 AND c.owner_id = $2
         AND ($3::text[] IS NULL OR (p.folded_name, c.user_id) > (($3::text[])[1], ($3::text[])[2]::uuid))
         AND NOT EXISTS (SELECT FROM unnest($4::text[]) word WHERE strpos(p.searched, word) = 0)
       ORDER BY p.folded_name, c.user_id LIMIT $5`,
      [uuidOf(tx.organisationId), uuidOf(owner), after ?? null, [...words], limit],
    );
    return rows.map((row) => ({ ...contactOf(row), foldedName: row.folded_name }));
  }

  /** Both directions; nothing when they are contacts already. */
  async insert(tx: Transaction, one: UserId, other: UserId, since: Date): Promise<void> {
    await tx.query(
      `INSERT INTO contact (organisation_id, owner_id, user_id, since) VALUES ($1, $2, $3, $4), ($1, $3, $2, $4)
       ON CONFLICT DO NOTHING`,
      [uuidOf(tx.organisationId), uuidOf(one), uuidOf(other), since],
    );
  }

  /** Both directions. False when they were no contacts. */
  async remove(tx: Transaction, one: UserId, other: UserId): Promise<boolean> {
    const parameters = [uuidOf(tx.organisationId), uuidOf(one), uuidOf(other)];
    const rows = await tx.query<object>(
      `DELETE FROM contact WHERE organisation_id = $1 AND ((owner_id, user_id) = ($2, $3) OR (owner_id, user_id) = ($3, $2)) RETURNING 1`,
      parameters,
    );
    return rows.length > 0;
  }

  /** How `viewer` stands to each of these people, `viewer` excluded; who is left out is nobody to them. */
  async states(tx: Transaction, viewer: UserId, userIds: readonly UserId[]): Promise<Map<UserId, ContactState>> {
    const rows = await tx.query<{ user_id: string; state: ContactState }>(
      `SELECT user_id, 'CONTACT' AS state FROM contact WHERE organisation_id = $1 AND owner_id = $2 AND user_id = ANY($3::uuid[])
       UNION ALL
       SELECT user_id, 'BLOCKED' FROM block WHERE organisation_id = $1 AND owner_id = $2 AND user_id = ANY($3::uuid[])
       UNION ALL
       SELECT to_user_id, 'REQUESTED' FROM contact_request
       WHERE organisation_id = $1 AND from_user_id = $2 AND to_user_id = ANY($3::uuid[]) AND state = 'PENDING'
       UNION ALL
       SELECT from_user_id, 'REQUEST_RECEIVED' FROM contact_request
       WHERE organisation_id = $1 AND to_user_id = $2 AND from_user_id = ANY($3::uuid[]) AND state = 'PENDING' AND NOT is_unseen`,
      [uuidOf(tx.organisationId), uuidOf(viewer), userIds.map(uuidOf)],
    );
    return new Map(rows.map((row) => [idFrom('user', row.user_id), row.state]));
  }
}
