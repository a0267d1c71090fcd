import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type MeetingRole, type SessionPerson } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { ADMISSION_SECONDS } from '../livekit/join-token.ts';
import { IS_OF_NOW } from '../participants/participant-sql.ts';
import type { Who } from '../participants/who.ts';
import type { MeetingSession } from './meeting-session.ts';

interface Row {
  user_id: string | null;
  guest_token_hash: string | null;
  display_name: string;
  avatar_url: string | null;
  is_visitor: boolean;
  role: MeetingRole;
  until: Date | null;
}

/** The SQL of people as they stand in a session. */
@Injectable()
export class SessionPersonRepository {
  /** Somebody as they are in the meeting now: by the last device with which they were let in. */
  async find(
    tx: Transaction,
    meetingId: MeetingId,
    { userId, guestTokenHash }: Who,
  ): Promise<SessionPerson | undefined> {
    const [row] = await tx.query<Row>(
      `SELECT p.user_id, p.guest_token_hash, coalesce(person.display_name, p.display_name) AS display_name, person.avatar_url,
         (p.user_id IS NOT NULL AND person.user_id IS NULL) AS is_visitor, p.role, g.expires_at AS until
       FROM participant p
       LEFT JOIN person ON person.organisation_id = p.organisation_id AND person.user_id = p.user_id
       LEFT JOIN guest g ON g.organisation_id = p.organisation_id AND g.meeting_id = p.meeting_id AND g.token_hash = p.guest_token_hash
       WHERE p.organisation_id = $1 AND p.meeting_id = $2 AND (p.user_id = $3 OR p.guest_token_hash = $4)
       ORDER BY p.id DESC LIMIT 1`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), userId && uuidOf(userId), guestTokenHash],
    );
    return (
      row && {
        userId: row.user_id === null ? null : idFrom('user', row.user_id),
        guestTokenHash: row.guest_token_hash,
        displayName: row.display_name,
        avatarUrl: row.avatar_url,
        isVisitor: row.is_visitor,
        role: row.role,
        until: row.until?.toISOString() ?? null,
      }
    );
  }

  /** Whether they were in this session, or are on the way in, and were not put out since. */
  async isOf(tx: Transaction, session: MeetingSession, { userId, guestTokenHash }: Who): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM participant p JOIN meeting_session s ON s.organisation_id = p.organisation_id AND s.id = $3
       WHERE p.organisation_id = $1 AND p.meeting_id = $2 AND (p.user_id = $4 OR p.guest_token_hash = $5) AND p.removed_at IS NULL
         AND ((s.ended_at IS NULL AND p.admitted_at > now() - make_interval(secs => $6) AND ${IS_OF_NOW}) OR EXISTS (
           SELECT FROM attendance a WHERE a.organisation_id = p.organisation_id AND a.participant_id = p.id
             AND a.joined_at <= coalesce(s.ended_at, 'infinity') AND coalesce(a.left_at, 'infinity') >= s.started_at))
       LIMIT 1`,
      [
        uuidOf(tx.organisationId),
        uuidOf(session.meetingId),
        uuidOf(session.id),
        userId && uuidOf(userId),
        guestTokenHash,
        ADMISSION_SECONDS,
      ],
    );
    return rows.length > 0;
  }
}
