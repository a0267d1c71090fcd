import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Meeting } from '../meetings/meeting.ts';
import type { ParticipantRole } from '../participants/participant.ts';

type Hosted = Pick<Meeting, 'id' | 'hostUserId'>;

/** The SQL of `meeting_role`: what somebody with an account is in a meeting, however often they come back. */
@Injectable()
export class MeetingRoleRepository {
  /** Whoever was given none: HOST for the one who made the meeting, else PRESENTER. */
  async of(tx: Transaction, meeting: Hosted, userId: UserId): Promise<ParticipantRole> {
    const [row] = await tx.query<{ role: ParticipantRole }>(
      `SELECT role FROM meeting_role WHERE organisation_id = $1 AND meeting_id = $2 AND user_id = $3`,
      [uuidOf(tx.organisationId), uuidOf(meeting.id), uuidOf(userId)],
    );
    return row?.role ?? (userId === meeting.hostUserId ? 'HOST' : 'PRESENTER');
  }

  async give(tx: Transaction, meetingId: MeetingId, userId: UserId, role: ParticipantRole): Promise<void> {
    await tx.query(
      `INSERT INTO meeting_role (organisation_id, meeting_id, user_id, role) VALUES ($1, $2, $3, $4)
       ON CONFLICT (organisation_id, meeting_id, user_id) DO UPDATE SET role = EXCLUDED.role`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), uuidOf(userId), role],
    );
  }

  /** Everybody who may admit and moderate: hosts and co-hosts, in or not. */
  async moderatorsOf(tx: Transaction, { id, hostUserId }: Hosted): Promise<UserId[]> {
    const rows = await tx.query<{ user_id: string; role: ParticipantRole }>(
      `SELECT user_id, role FROM meeting_role WHERE organisation_id = $1 AND meeting_id = $2`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
    const roles = new Map<UserId, ParticipantRole>([[hostUserId, 'HOST']]);
    for (const row of rows) roles.set(idFrom('user', row.user_id), row.role);
    return [...roles].filter(([, role]) => isModerator(role)).map(([userId]) => userId);
  }
}

/** Hosts and co-hosts let in, lock and moderate. */
export const isModerator = (role: ParticipantRole | null): boolean => role === 'HOST' || role === 'CO_HOST';
