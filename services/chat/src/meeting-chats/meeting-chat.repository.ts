import { Inject, Injectable } from '@nestjs/common';
import {
  idFrom,
  uuidOf,
  type ConversationId,
  type MeetingId,
  type MeetingSessionSnapshot,
  type OrganisationId,
  type SessionPerson,
} from '@parley/contracts';
import { DATA_SOURCE, type Transaction } from '@parley/persistence';
import type { DataSource } from 'typeorm';
import type { MemberId } from '../conversations/member.ts';

/** The SQL of meetings' conversations: what they are like and who is in them. */
@Injectable()
export class MeetingChatRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** The session's conversation as it stands now, made if it is not there; held until COMMIT. */
  async take(tx: Transaction, session: MeetingSessionSnapshot): Promise<{ hasEnded: boolean }> {
    const keys = [uuidOf(tx.organisationId), uuidOf(session.conversationId)];
    await tx.query(
      `INSERT INTO meeting_conversation_directory (organisation_id, conversation_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
      keys,
    );
    await tx.query(
      `INSERT INTO conversation (organisation_id, id, kind, title, created_by, created_at, moved_at, meeting_id)
       VALUES ($1, $2, 'meeting', $3, $4, coalesce($5, now()), coalesce($5, now()), $6) ON CONFLICT DO NOTHING`,
      [...keys, session.title, uuidOf(session.hostUserId), session.startedAt, uuidOf(session.meetingId)],
    );
    // What has ended stays ended, whatever comes late.
    const [row] = await tx.query<{ ended_at: Date | null }>(
      `WITH held AS (SELECT id FROM conversation WHERE organisation_id = $1 AND id = $2 AND kind = 'meeting' FOR UPDATE),
         now_so AS (UPDATE conversation c SET title = $3, record_url = $4, presenters_may_chat = $5, ended_at = coalesce(c.ended_at, $6)
           FROM held WHERE c.organisation_id = $1 AND c.id = held.id RETURNING c.ended_at)
       SELECT ended_at FROM now_so`,
      [...keys, session.title, session.recordUrl, session.presentersMayChat, session.endedAt],
    );
    return { hasEnded: row?.ended_at != null };
  }

  /**
   * They are in, from the first word: or, if they were put out before, from here on. In already, their role and name are
   * noted. What was said before they came is not unread.
   */
  async enter(tx: Transaction, id: ConversationId, memberId: MemberId, person: SessionPerson): Promise<void> {
    if (await this.note(tx, id, memberId, person)) return;
    await tx.query(
      `INSERT INTO conversation_member (organisation_id, conversation_id, user_id, joined_seq, read_ordinal, role, is_guest, is_visitor,
         display_name, avatar_url, until)
       SELECT $1, $2, $3, CASE WHEN EXISTS (SELECT FROM conversation_member WHERE organisation_id = $1 AND conversation_id = $2 AND user_id = $3)
         THEN c.last_seq ELSE 0 END, c.message_count, $4, $5, $6, $7, $8, $9
       FROM conversation c WHERE c.organisation_id = $1 AND c.id = $2`,
      [...placeOf(tx, id, memberId), ...valuesOf(person)],
    );
  }

  /** Their role, name and term, if they are in. */
  async note(tx: Transaction, id: ConversationId, memberId: MemberId, person: SessionPerson): Promise<boolean> {
    const rows = await tx.query(
      `WITH noted AS (UPDATE conversation_member SET role = $4, is_guest = $5, is_visitor = $6, display_name = $7, avatar_url = $8, until = $9
         WHERE organisation_id = $1 AND conversation_id = $2 AND user_id = $3 AND left_seq IS NULL RETURNING user_id)
       SELECT user_id FROM noted`,
      [...placeOf(tx, id, memberId), ...valuesOf(person)],
    );
    return rows.length > 0;
  }

  async isIn(tx: Transaction, id: ConversationId, memberId: MemberId): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM conversation_member WHERE organisation_id = $1 AND conversation_id = $2 AND user_id = $3 AND left_seq IS NULL
         AND (until IS NULL OR until > now())`,
      placeOf(tx, id, memberId),
    );
    return rows.length > 0;
  }

  async guestsIn(tx: Transaction, id: ConversationId): Promise<MemberId[]> {
    const rows = await tx.query<{ user_id: string }>(
      `SELECT user_id FROM conversation_member WHERE organisation_id = $1 AND conversation_id = $2 AND is_guest AND left_seq IS NULL ORDER BY user_id`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
    return rows.map((row) => idFrom('guest', row.user_id));
  }

  /** They read up to this seq and no further. */
  async leave(tx: Transaction, id: ConversationId, memberIds: readonly MemberId[], seq: number): Promise<void> {
    await tx.query(
      `UPDATE conversation_member SET left_seq = $4 WHERE organisation_id = $1 AND conversation_id = $2 AND user_id = ANY ($3::uuid[]) AND left_seq IS NULL`,
      [uuidOf(tx.organisationId), uuidOf(id), memberIds.map(uuidOf), seq],
    );
  }

  /** The conversation of the session that went on at this moment, else of the one before it; held until COMMIT. */
  async ofSession(
    tx: Transaction,
    meetingId: MeetingId,
    at: string,
  ): Promise<{ conversationId: ConversationId; recordUrl: string } | undefined> {
    const [row] = await tx.query<{ id: string; record_url: string }>(
      `SELECT id, record_url FROM conversation WHERE organisation_id = $1 AND meeting_id = $2 AND record_url IS NOT NULL
       ORDER BY created_at <= $3::timestamptz DESC, abs(extract(epoch FROM created_at - $3::timestamptz)) LIMIT 1 FOR UPDATE`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), at],
    );
    return row && { conversationId: idFrom('conversation', row.id), recordUrl: row.record_url };
  }

  /** Which organisation a meeting's conversation belongs to; undefined for other conversations, and those not known yet. */
  async organisationOf(id: ConversationId): Promise<OrganisationId | undefined> {
    const [row] = await this.dataSource.query<{ organisation_id: string }[]>(
      `SELECT organisation_id FROM meeting_conversation_directory WHERE conversation_id = $1`,
      [uuidOf(id)],
    );
    return row && idFrom('organisation', row.organisation_id);
  }
}

const placeOf = (tx: Transaction, id: ConversationId, memberId: MemberId) => [
  uuidOf(tx.organisationId),
  uuidOf(id),
  uuidOf(memberId),
];
const valuesOf = ({ role, guestTokenHash, isVisitor, displayName, avatarUrl, until }: SessionPerson) => [
  role,
  guestTokenHash !== null,
  isVisitor,
  displayName,
  avatarUrl,
  until,
];
