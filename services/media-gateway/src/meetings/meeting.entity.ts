import type { MeetingId, OrganisationId, ParticipantId, UserId } from '@parley/contracts';
import { idColumn } from '@parley/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Recurrence } from '../schedule/recurrence.ts';
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

  @Column('integer', { name: 'most_minutes', nullable: true })
  mostMinutes!: number | null;

  @Column('timestamptz', { name: 'starts_at', nullable: true })
  startsAt!: Date | null;

  @Column('timestamptz', { name: 'ends_at', nullable: true })
  endsAt!: Date | null;

  @Column('text', { name: 'time_zone', nullable: true })
  timeZone!: string | null;

  @Column('jsonb', { nullable: true })
  recurrence!: Recurrence | null;

  @Column('boolean', { name: 'is_permanent' })
  isPermanent!: boolean;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt!: Date | null;

  @Column('integer')
  sequence!: number;
  @Column(idColumn('participant', 'spotlight_participant_id', { nullable: true }) as object)
  spotlightId!: ParticipantId | null;
}
