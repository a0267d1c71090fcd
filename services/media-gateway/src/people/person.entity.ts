import type { OrganisationId, UserId } from '@parley/contracts';
import { idColumn } from '@parley/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of `person`: what this service shows of somebody, as auth told it. */
@Entity('person')
export class PersonEntity {
  @PrimaryColumn(idColumn('organisation', 'organisation_id') as object)
  organisationId!: OrganisationId;

  @PrimaryColumn(idColumn('user', 'user_id') as object)
  userId!: UserId;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @Column('text', { name: 'avatar_url', nullable: true })
  avatarUrl!: string | null;

  /** Null: not asked for yet. */
  @Column('text', { nullable: true })
  email!: string | null;

  /** They have shown that it is theirs. */
  @Column('boolean', { name: 'is_email_confirmed' })
  isEmailConfirmed!: boolean;

  /** Auth's; a lower one is stale. */
  @Column('bigint')
  revision!: string;
}
