import type { MeetingId, OrganisationId, ParticipantId, SessionId, UserId } from '@parley/contracts';
import { idColumn } from '@parley/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Participant, ParticipantRole } from './participant.ts';

/** A row of `participant`. */
@Entity('participant')
export class ParticipantEntity implements Participant {
  @PrimaryColumn(idColumn('organisation', 'organisation_id') as object)
  organisationId!: OrganisationId;

  @PrimaryColumn(idColumn('participant', 'id') as object)
  id!: ParticipantId;

  @Column(idColumn('meeting', 'meeting_id') as object)
  meetingId!: MeetingId;

  @Column(idColumn('user', 'user_id', { nullable: true }) as object)
  userId!: UserId | null;

  @Column(idColumn('session', 'session_id', { nullable: true }) as object)
  sessionId!: SessionId | null;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @Column('text')
  role!: ParticipantRole;

  @Column('text', { name: 'guest_token_hash', nullable: true })
  guestTokenHash!: string | null;

  @Column('boolean', { name: 'is_guest' })
  isGuest!: boolean;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt!: Date | null;

  /** Seq of the meeting's log behind which they may read. */
  @Column('bigint', { name: 'admitted_seq' })
  admittedSeq!: string;

  @Column('text', { name: 'client_nonce', nullable: true })
  clientNonce!: string | null;
}
