import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type Interval, type MeetingId, type ParticipantId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import type { Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import type { FindOptionsWhere } from 'typeorm';
import { wasCalled } from '../calls/called-sql.ts';
import { moderates } from '../roles/moderates-sql.ts';
import { ParticipantEntity } from './participant.entity.ts';
import type { Participant, ParticipantRole, PresentParticipant } from './participant.ts';
import { IS_IN, SEEN } from './participant-sql.ts';
import type { Who } from './who.ts';

interface ShownRow {
  id: string;
  role: ParticipantRole;
  is_guest: boolean;
  user_id: string | null;
  display_name: string;
  avatar_url: string | null;
  joined_at: Date | null;
  hand_raised_at: Date | null;
}

/** Participants of `$2` in organisation `$1`, with the names people go by now. */
const SHOWN = `
  SELECT p.id, p.role, p.is_guest, p.user_id, p.hand_raised_at, coalesce(person.display_name, p.display_name) AS display_name, person.avatar_url, seen.joined_at
  FROM participant p
  JOIN meeting m ON m.organisation_id = p.organisation_id AND m.id = p.meeting_id
  LEFT JOIN person ON person.organisation_id = p.organisation_id AND person.user_id = p.user_id
  ${SEEN}
  WHERE p.organisation_id = $1 AND p.meeting_id = $2`;

/** Who is in, a page of them. */
const PRESENT = `${SHOWN} AND ($3::uuid IS NULL OR p.id > $3::uuid) AND ${IS_IN} ORDER BY p.id LIMIT $5`;

/** The SQL of `participant`. */
@Injectable()
export class ParticipantRepository {
  /** Notes somebody who is let in; they may read the meeting's log from here on. Call under the meeting's lock. */
  async insert(tx: Transaction, participant: Participant & { clientNonce: string | null }): Promise<void> {
    const [row] = await tx.query<{ last_seq: string }>(
      `SELECT last_seq FROM meeting WHERE organisation_id = $1 AND id = $2`,
      [uuidOf(tx.organisationId), uuidOf(participant.meetingId)],
    );
    await tx.manager.insert(ParticipantEntity, {
      ...participant,
      organisationId: tx.organisationId,
      admittedSeq: row?.last_seq ?? '0',
    });
  }

  /** Whom this person's nonce let in before. Call under the meeting's lock. */
  async admittedWith(
    tx: Transaction,
    meetingId: MeetingId,
    { userId, guestTokenHash }: Who,
    clientNonce: string,
  ): Promise<Participant | null> {
    const whose = userId === null ? { guestTokenHash } : { userId };
    return tx.manager.findOneBy(ParticipantEntity, {
      organisationId: tx.organisationId,
      meetingId,
      ...whose,
      clientNonce,
    } as FindOptionsWhere<ParticipantEntity>);
  }

  /** From here on nobody comes back by their nonce: whoever joins again is somebody new. */
  async forgetNonces(tx: Transaction, meetingId: MeetingId): Promise<void> {
    await tx.query(
      `UPDATE participant SET client_nonce = NULL WHERE organisation_id = $1 AND meeting_id = $2 AND client_nonce IS NOT NULL`,
      [uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
  }

  /** Holds the participant's row, so that words about one person are taken in turn. */
  async lock(tx: Transaction, meetingId: MeetingId, id: ParticipantId): Promise<Participant | null> {
    return tx.manager.findOne(ParticipantEntity, {
      where: { organisationId: tx.organisationId, meetingId, id },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /**
   * Those of the meetings that this person may know of: they may enter, moderate, were let in, invited or called. Each id is asked the same
   * questions, whether it is one or not, and nobody's row is held.
   */
  async knownAmong(
    tx: Transaction,
    { userId, organisationId }: KnownCaller,
    ids: readonly MeetingId[],
  ): Promise<Set<MeetingId>> {
    const rows = await tx.query<{ id: string }>(
      `SELECT m.id FROM unnest($3::uuid[]) AS m (id)
       WHERE EXISTS (SELECT FROM participant p WHERE p.organisation_id = $1 AND p.user_id = $2 AND p.meeting_id = m.id)
         OR EXISTS (SELECT FROM invitee i WHERE i.organisation_id = $1 AND i.user_id = $2 AND i.meeting_id = m.id)
         OR ${wasCalled('m.id', '$2')}
         OR ${moderates('m.id', '$2')}
         OR EXISTS (SELECT FROM meeting e WHERE e.organisation_id = $1 AND e.id = m.id AND (e.host_user_id = $2
           OR e.access NOT IN ('INVITED', 'ORGANISATION') OR (e.access = 'ORGANISATION' AND $4::uuid = $1)))`,
      [uuidOf(tx.organisationId), uuidOf(userId), ids.map(uuidOf), uuidOf(organisationId)],
    );
    return new Set(rows.map((row) => idFrom('meeting', row.id)));
  }

  /** In the order of admission; one more than the page has, if there is one. */
  async present(
    tx: Transaction,
    meetingId: MeetingId,
    asked: Page,
    admissionSeconds: number,
  ): Promise<PresentParticipant[]> {
    const rows = await tx.query<ShownRow>(PRESENT, [
      uuidOf(tx.organisationId),
      uuidOf(meetingId),
      asked.key?.[0] ?? null,
      admissionSeconds,
      asked.limit + 1,
    ]);
    return rows.map(shownOf);
  }

  /** One participant, in or not. */
  async shown(tx: Transaction, meetingId: MeetingId, id: ParticipantId): Promise<PresentParticipant | null> {
    const [row] = await tx.query<ShownRow>(`${SHOWN} AND p.id = $3`, [
      uuidOf(tx.organisationId),
      uuidOf(meetingId),
      uuidOf(id),
    ]);
    return row ? shownOf(row) : null;
  }

  /** Which seqs of the meeting's log this person may read: from each admission to their removal, joined. */
  async readable(tx: Transaction, meetingId: MeetingId, { userId, guestTokenHash }: Who): Promise<Interval[]> {
    const rows = await tx.query<{ first: string; last: string | null }>(
      `SELECT lower(span) AS first, upper(span) - 1 AS last FROM (
         SELECT unnest(range_agg(int8range(admitted_seq + 1, removed_seq + 1))) AS span FROM participant
         WHERE organisation_id = $1 AND meeting_id = $2 AND (user_id = $3 OR guest_token_hash = $4)
       ) spans ORDER BY 1`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), userId && uuidOf(userId), guestTokenHash],
    );
    return rows.map(({ first, last }) => [Number(first), last === null ? null : Number(last)]);
  }
}

const shownOf = (row: ShownRow): PresentParticipant => ({
  id: idFrom('participant', row.id),
  role: row.role,
  isGuest: row.is_guest,
  userId: row.user_id === null ? null : idFrom('user', row.user_id),
  displayName: row.display_name,
  avatarUrl: row.avatar_url,
  joinedAt: row.joined_at,
  handRaisedAt: row.hand_raised_at,
});
