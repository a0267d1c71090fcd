import type { MeetingId, OrganisationId, UserId } from '@parley/contracts';
import { idColumn } from '@parley/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Meeting, MeetingAccess } from './meeting.ts';

/** A row of `meeting`. */
@Entity('meeting')
export class MeetingEntity implements Meeting {
  @PrimaryColumn(idColumn('organisation', 'organisation_id') as object)
  organisationId!: OrganisationId;

  @PrimaryColumn(idColumn('meeting', 'id') as object)
  id!: MeetingId;

  @Column('text')
  code!: string;

  @Column('text', { name: 'room_name' })
  roomName!: string;

  @Column('text')
  title!: string;

  @Column('text')
  access!: MeetingAccess;

  @Column(idColumn('user', 'host_user_id') as object)
  hostUserId!: UserId;

  @Column('text', { name: 'client_nonce', nullable: true })
  clientNonce!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('boolean', { name: 'has_lobby' })
  hasLobby!: boolean;

  @Column('boolean', { name: 'guests_wait' })
  guestsWait!: boolean;

  @Column('boolean', { name: 'is_locked' })
  isLocked!: boolean;

  @Column('text', { name: 'passcode_hash', nullable: true })
  passcodeHash!: string | null;

  @Column('boolean', { name: 'presenters_may_unmute' })
  presentersMayUnmute!: boolean;

  @Column('boolean', { name: 'presenters_may_start_video' })
  presentersMayStartVideo!: boolean;

  @Column('boolean', { name: 'presenters_may_share' })
  presentersMayShare!: boolean;

  @Column('boolean', { name: 'presenters_may_chat' })
  presentersMayChat!: boolean;

  @Column('integer', { name: 'most_people', nullable: true })
  mostPeople!: number | null;
}
