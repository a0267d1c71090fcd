import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type ParticipantId, type SessionId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { In, IsNull } from 'typeorm';
import { ADMISSION_SECONDS } from '../livekit/join-token.ts';
import { ParticipantEntity } from './participant.entity.ts';
import { IS_IN, SEEN } from './participant-sql.ts';
import type { Participant, ParticipantRole } from './participant.ts';
import type { Who } from './who.ts';

/** One device in a meeting and what it is there. */
export type Present = Pick<Participant, 'id' | 'role'>;

/** The SQL by which somebody's standing in a meeting changes. Call it under the meeting's lock. */
@Injectable()
export class StandingRepository {
  /** Every device with which they were let in and not put out since, in or not. */
  async devicesOf(tx: Transaction, meetingId: MeetingId, { userId, guestTokenHash }: Who): Promise<Participant[]> {
    const whose = userId === null ? { guestTokenHash } : { userId };
    const { organisationId } = tx;
    return tx.manager.find(ParticipantEntity, {
      where: { organisationId, meetingId, ...whose, removedAt: IsNull() },
      order: { id: 'ASC' },
    });
  }

  async findMany(tx: Transaction, meetingId: MeetingId, ids: readonly ParticipantId[]): Promise<Participant[]> {
    return tx.manager.findBy(ParticipantEntity, { organisationId: tx.organisationId, meetingId, id: In([...ids]) });
  }

  /** Devices that are in, or on the way in: all, or those of the given ones. */
  async present(tx: Transaction, meetingId: MeetingId, among?: readonly ParticipantId[]): Promise<Present[]> {
    const rows = await tx.query<{ id: string; role: ParticipantRole }>(
      `SELECT p.id, p.role FROM participant p
       JOIN meeting m ON m.organisation_id = p.organisation_id AND m.id = p.meeting_id
       ${SEEN} WHERE p.organisation_id = $1 AND p.meeting_id = $2 AND ($3::uuid[] IS NULL OR p.id = ANY ($3)) AND ${IS_IN}
       ORDER BY p.id`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), among?.map(uuidOf) ?? null, ADMISSION_SECONDS],
    );
    return rows.map(({ id, role }) => ({ id: idFrom('participant', id), role }));
  }

  /**
   * Devices to whom a token could still open the room: in, or let in or gone less than `seconds` ago; put out or not.
   * Of these ones, or of a session. In the order of their meetings.
   */
  async reachable(
    tx: Transaction,
    which: { ids: readonly ParticipantId[] } | { sessionId: SessionId },
    seconds: number,
  ): Promise<Participant[]> {
    const [ids, sessionId] = 'ids' in which ? [which.ids.map(uuidOf), null] : [null, uuidOf(which.sessionId)];
    const rows = await tx.query<{ id: string }>(
      `SELECT p.id FROM participant p
       WHERE p.organisation_id = $1 AND (p.id = ANY ($2::uuid[]) OR p.session_id = $3)
         AND (p.admitted_at > now() - make_interval(secs => $4) OR EXISTS (
           SELECT FROM attendance a WHERE a.organisation_id = p.organisation_id AND a.participant_id = p.id
             AND (a.left_at IS NULL OR a.left_at > now() - make_interval(secs => $4))))`,
      [uuidOf(tx.organisationId), ids, sessionId, seconds],
    );
    return tx.manager.find(ParticipantEntity, {
      where: { organisationId: tx.organisationId, id: In(rows.map(({ id }) => idFrom('participant', id))) },
      order: { meetingId: 'ASC', id: 'ASC' },
    });
  }

  /** What a guest is: as they were last, else a presenter. */
  async roleOfGuest(tx: Transaction, meetingId: MeetingId, guestTokenHash: string): Promise<ParticipantRole> {
    const [last] = await tx.manager.find(ParticipantEntity, {
      where: { organisationId: tx.organisationId, meetingId, guestTokenHash },
      order: { id: 'DESC' },
      take: 1,
    });
    return last?.role ?? 'PRESENTER';
  }

  async giveRole(tx: Transaction, ids: readonly ParticipantId[], role: ParticipantRole): Promise<void> {
    await tx.manager.update(ParticipantEntity, { organisationId: tx.organisationId, id: In([...ids]) }, { role });
  }

  /** They are put out; they read the meeting's log up to this seq. */
  async putOut(tx: Transaction, ids: readonly ParticipantId[], seq: number): Promise<void> {
    await tx.query(
      `UPDATE participant SET removed_at = now(), removed_seq = $3, hand_raised_at = NULL
       WHERE organisation_id = $1 AND id = ANY ($2::uuid[]) AND removed_at IS NULL`,
      [uuidOf(tx.organisationId), ids.map(uuidOf), seq],
    );
  }

  async ban(tx: Transaction, meetingId: MeetingId, { userId, guestTokenHash }: Who): Promise<void> {
    await tx.query(
      `INSERT INTO ban (organisation_id, meeting_id, user_id, guest_token_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), userId && uuidOf(userId), guestTokenHash],
    );
  }
}
