import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type UserId, type UserSnapshot } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Person } from './person.ts';

/** The SQL of the people chat knows, a projection of auth's facts. */
@Injectable()
export class PersonRepository {
  async findByIds(tx: Transaction, ids: readonly UserId[]): Promise<Person[]> {
    const rows = await tx.query<{ user_id: string; display_name: string; avatar_url: string | null }>(
      `SELECT user_id, display_name, avatar_url FROM person WHERE organisation_id = $1 AND user_id = ANY($2::uuid[])`,
      [uuidOf(tx.organisationId), ids.map(uuidOf)],
    );
    return rows.map((row) => ({
      userId: idFrom('user', row.user_id),
      displayName: row.display_name,
      avatarUrl: row.avatar_url,
    }));
  }

  /** Takes a snapshot in unless a newer one is known. */
  async save(tx: Transaction, snapshots: readonly UserSnapshot[]): Promise<void> {
    await tx.query(
      `INSERT INTO person (organisation_id, user_id, display_name, avatar_url, revision)
       SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[])
       ON CONFLICT (organisation_id, user_id) DO UPDATE
         SET display_name = EXCLUDED.display_name, avatar_url = EXCLUDED.avatar_url, revision = EXCLUDED.revision
         WHERE person.revision < EXCLUDED.revision`,
      [
        uuidOf(tx.organisationId),
        snapshots.map((snapshot) => uuidOf(snapshot.userId)),
        snapshots.map((snapshot) => snapshot.displayName),
        snapshots.map((snapshot) => snapshot.avatarUrl),
        snapshots.map((snapshot) => snapshot.revision),
      ],
    );
  }
}
