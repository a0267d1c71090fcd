import { Injectable } from '@nestjs/common';
import { uuidOf, type UserId, type UserSnapshot } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { PersonEntity } from './person.entity.ts';

/** The SQL of `person`. */
@Injectable()
export class PersonRepository {
  async find(tx: Transaction, userId: UserId): Promise<PersonEntity | null> {
    return tx.manager.findOneBy(PersonEntity, { organisationId: tx.organisationId, userId });
  }

  /** Stale snapshots change nothing. */
  async project(tx: Transaction, { userId, displayName, avatarUrl, revision }: UserSnapshot): Promise<void> {
    await tx.query(
      `INSERT INTO person (organisation_id, user_id, display_name, avatar_url, revision) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (organisation_id, user_id)
       DO UPDATE SET display_name = EXCLUDED.display_name, avatar_url = EXCLUDED.avatar_url, revision = EXCLUDED.revision
       WHERE person.revision < EXCLUDED.revision`,
      [uuidOf(tx.organisationId), uuidOf(userId), displayName, avatarUrl, revision],
    );
  }
}
