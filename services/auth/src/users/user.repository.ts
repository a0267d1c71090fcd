import { Inject, Injectable } from '@nestjs/common';
import { idFrom, type OrganisationId, type UserId } from '@parley/contracts';
import { DATA_SOURCE, isUniqueViolation, type Transaction } from '@parley/persistence';
import { Refused } from '@parley/errors';
import { In, type DataSource } from 'typeorm';
import { UserEntity } from './user.entity.ts';
import type { User } from './user.ts';

/** The SQL of organisations and their people. */
@Injectable()
export class UserRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** This installation's organisation; it is made, once, by whoever asks first. */
  async organisation(name: string, newId: OrganisationId): Promise<OrganisationId> {
    return this.dataSource.transaction(async (manager) => {
      const known = await manager.query<{ id: string }[]>(`SELECT id FROM organisation ORDER BY created_at LIMIT 1`);
      if (known[0]) return idFrom('organisation', known[0].id);
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('parley:organisation'))`);
      const [made] = await manager.query<{ id: string }[]>(
        `WITH made AS (INSERT INTO organisation (id, name) SELECT $1::uuid, $2 WHERE NOT EXISTS (SELECT FROM organisation) RETURNING id)
         SELECT id FROM made UNION ALL SELECT id FROM organisation LIMIT 1`,
        [newId.slice(4), name],
      );
      return idFrom('organisation', (made as { id: string }).id);
    });
  }

  /** Waits its turn, so that exactly one person is the first. */
  async isFirst(tx: Transaction): Promise<boolean> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('parley:first-user'))`);
    return !(await tx.manager.exists(UserEntity));
  }

  /** @throws Refused EMAIL_TAKEN */
  async insert(tx: Transaction, user: User): Promise<void> {
    try {
      await tx.manager.insert(UserEntity, { ...user });
    } catch (error) {
      if (!isUniqueViolation(error, 'user_account_email')) throw error;
      throw new Refused('EMAIL_TAKEN', 'This e-mail address has an account. Sign in, or use another one.', {
        field: ['email'],
      });
    }
  }

  findById(tx: Transaction, id: UserId): Promise<User | null> {
    return tx.manager.findOneBy(UserEntity, { organisationId: tx.organisationId, id });
  }

  findByIds(tx: Transaction, ids: readonly UserId[]): Promise<User[]> {
    return tx.manager.findBy(UserEntity, { organisationId: tx.organisationId, id: In([...ids]) });
  }

  findByEmail(tx: Transaction, email: string): Promise<User | null> {
    return tx.manager.findOneBy(UserEntity, { organisationId: tx.organisationId, email });
  }

  /** Writes the profile and raises the revision. */
  async update(
    tx: Transaction,
    id: UserId,
    change: Partial<Pick<User, 'displayName' | 'phone' | 'title' | 'locale' | 'avatarUrl' | 'isEmailConfirmed'>>,
  ): Promise<User> {
    const key = { organisationId: tx.organisationId, id };
    await tx.manager.update(UserEntity, key, { ...change, revision: () => 'revision + 1' });
    return tx.manager.findOneByOrFail(UserEntity, key);
  }
}
