import type { OrganisationId, Role, UserId } from '@parley/contracts';
import { idColumn } from '@parley/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('user_account')
export class UserEntity {
  @PrimaryColumn(idColumn('organisation', 'organisation_id') as object)
  organisationId!: OrganisationId;

  @PrimaryColumn(idColumn('user', 'id') as object)
  id!: UserId;

  @Column('text')
  email!: string;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { nullable: true })
  title!: string | null;

  @Column('text', { nullable: true })
  locale!: string | null;

  @Column('text', { name: 'avatar_url', nullable: true })
  avatarUrl!: string | null;

  @Column('text')
  role!: Role;

  @Column('bigint', { transformer: { to: (n: number) => n, from: Number } })
  revision!: number;

  @Column('boolean', { name: 'is_email_confirmed' })
  isEmailConfirmed!: boolean;
}
