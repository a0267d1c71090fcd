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

  @Column('text', { name: 'client_nonce', nullable: true })
  clientNonce!: string | null;
}
