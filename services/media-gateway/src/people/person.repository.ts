import { Injectable } from '@nestjs/common';
import { uuidOf, type UserId, type UserSnapshot } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { In } from 'typeorm';
import { PersonEntity } from './person.entity.ts';

/** The SQL of `person`. */
@Injectable()
export class PersonRepository {
  async find(tx: Transaction, userId: UserId): Promise<PersonEntity | null> {
    return tx.manager.findOneBy(PersonEntity, { organisationId: tx.organisationId, userId });
  }

  async findMany(tx: Transaction, userIds: readonly UserId[]): Promise<PersonEntity[]> {
    return tx.manager.findBy(PersonEntity, { organisationId: tx.organisationId, userId: In([...userIds]) });
  }

  /** Stale snapshots change nothing, but for an address that was not known yet. */
  async project(tx: Transaction, user: UserSnapshot): Promise<void> {
    const { userId, displayName, avatarUrl, email, revision, isEmailConfirmed = false } = user;
    await tx.query(
      `INSERT INTO person (organisation_id, user_id, display_name, avatar_url, email, revision, is_email_confirmed)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (organisation_id, user_id)
       DO UPDATE SET display_name = EXCLUDED.display_name, avatar_url = EXCLUDED.avatar_url, email = EXCLUDED.email, revision = EXCLUDED.revision,
         is_email_confirmed = EXCLUDED.is_email_confirmed
       WHERE person.revision < EXCLUDED.revision OR (person.email IS NULL AND person.revision = EXCLUDED.revision)`,
      [uuidOf(tx.organisationId), uuidOf(userId), displayName, avatarUrl, email, revision, isEmailConfirmed],
    );
  }
}
