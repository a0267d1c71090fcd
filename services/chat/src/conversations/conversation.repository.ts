import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ConversationId, type Interval, type MeetingRole, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { NOBODY_BLOCKS } from '../blocks/block.repository.ts';
import type { Conversation, ReadableLog } from './conversation.ts';
import { mayWrite, type MemberId } from './member.ts';

interface Row {
  id: string;
  kind: Conversation['kind'];
  meeting_id: string | null;
  presenters_may_chat: boolean;
  is_open: boolean;
  role: MeetingRole | null;
  title: string | null;
  created_at: Date;
  last_seq: string;
  moved_at: string;
  unread: string;
}

const SEEN_BY_MEMBER = `
  SELECT c.id, c.kind, c.meeting_id, c.presenters_may_chat, ${NOBODY_BLOCKS} AS is_open, m.role, c.title, c.created_at, c.last_seq, to_char(c.moved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS moved_at,
         greatest(c.message_count - m.read_ordinal, 0) AS unread
  FROM conversation_member m
  JOIN conversation c ON c.organisation_id = m.organisation_id AND c.id = m.conversation_id
  WHERE m.organisation_id = $1 AND m.user_id = $2 AND m.left_seq IS NULL AND (m.until IS NULL OR m.until > now())`;

/** Somebody in a conversation, with the name that the conversation itself knows them by: guests, and visitors from elsewhere. */
export interface MemberRow {
  memberId: MemberId;
  isGuest: boolean;
  ownName: string | null;
}

/** The SQL of conversations and who is in them. */
@Injectable()
export class ConversationRepository {
  /** Makes a conversation; undefined when the two people have a direct one already. */
  async insert(
    tx: Transaction,
    made: {
      id: ConversationId;
      kind: 'direct' | 'group';
      title: string | null;
      directKey: string | null;
      createdBy: UserId;
      memberIds: UserId[];
    },
  ): Promise<boolean> {
    const rows = await tx.query<object>(
      `INSERT INTO conversation (organisation_id, id, kind, title, direct_key, created_by) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT conversation_direct_key DO NOTHING RETURNING id`,
      [uuidOf(tx.organisationId), uuidOf(made.id), made.kind, made.title, made.directKey, uuidOf(made.createdBy)],
    );
    if (rows.length === 0) return false;
    await tx.query(
      `INSERT INTO conversation_member (organisation_id, conversation_id, user_id, joined_seq) SELECT $1, $2, unnest($3::uuid[]), 0`,
      [uuidOf(tx.organisationId), uuidOf(made.id), made.memberIds.map(uuidOf)],
    );
    return true;
  }

  /** Those of the ids that this person is in today. */
  async findByIds(tx: Transaction, userId: MemberId, ids: readonly ConversationId[]): Promise<Conversation[]> {
    const rows = await tx.query<Row>(`${SEEN_BY_MEMBER} AND c.id = ANY($3::uuid[])`, [
      uuidOf(tx.organisationId),
      uuidOf(userId),
      ids.map(uuidOf),
    ]);
    return rows.map((row) => conversationOf(tx, userId, row));
  }

  /** The direct conversations with these keys, by key. */
  async findDirect(tx: Transaction, userId: UserId, keys: readonly string[]): Promise<Map<string, Conversation>> {
    const rows = await tx.query<Row & { direct_key: string }>(
      `${SEEN_BY_MEMBER.replace('SELECT', 'SELECT c.direct_key,')} AND c.direct_key = ANY($3::text[])`,
      [uuidOf(tx.organisationId), uuidOf(userId), keys],
    );
    return new Map(rows.map((row) => [row.direct_key, conversationOf(tx, userId, row)]));
  }

  /**
   * This person's conversations, the one that moved last first. A direct one that nobody wrote in is its starter's alone; a
   * meeting's is there once somebody has written.
   */
  async list(tx: Transaction, userId: UserId, page: Page): Promise<Conversation[]> {
    const [movedAt, id] = page.key ?? [];
    const rows = await tx.query<Row>(
      `${SEEN_BY_MEMBER} AND (CASE c.kind WHEN 'meeting' THEN c.message_count > 0 WHEN 'group' THEN true ELSE c.last_seq > 0 OR c.created_by = $2 END)
         AND ($3::timestamp IS NULL OR (c.moved_at AT TIME ZONE 'UTC', c.id) < ($3::timestamp, $4::uuid))
       ORDER BY c.moved_at DESC, c.id DESC LIMIT $5`,
      [uuidOf(tx.organisationId), uuidOf(userId), movedAt ?? null, id ?? null, page.limit + 1],
    );
    return rows.map((row) => conversationOf(tx, userId, row));
  }

  /** Head and intervals from one statement; undefined when this person was never in it. */
  async readableLog(tx: Transaction, userId: MemberId, id: ConversationId): Promise<ReadableLog | undefined> {
    const rows = await tx.query<{ last_seq: string; joined_seq: string; left_seq: string | null }>(
      `SELECT c.last_seq, m.joined_seq,
         CASE WHEN m.until <= now() THEN coalesce(m.left_seq, c.last_seq) ELSE m.left_seq END AS left_seq FROM conversation c
       JOIN conversation_member m ON m.organisation_id = c.organisation_id AND m.conversation_id = c.id
       WHERE c.organisation_id = $1 AND c.id = $2 AND m.user_id = $3 ORDER BY m.joined_seq`,
      [uuidOf(tx.organisationId), uuidOf(id), uuidOf(userId)],
    );
    if (!rows[0]) return undefined;
    const intervals = rows.map((row): Interval => [
      Number(row.joined_seq) + 1,
      row.left_seq === null ? null : Number(row.left_seq),
    ]);
    return { lastSeq: Number(rows[0].last_seq), intervals };
  }

  async lastSeq(tx: Transaction, id: ConversationId): Promise<number> {
    const [row] = await tx.query<{ last_seq: string }>(
      `SELECT last_seq FROM conversation WHERE organisation_id = $1 AND id = $2`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
    return Number(row?.last_seq ?? 0);
  }

  /** Members of today, in the order of their ids. */
  async members(tx: Transaction, id: ConversationId, page: Page): Promise<MemberRow[]> {
    const rows = await tx.query<Parameters<typeof memberOf>[0]>(
      `SELECT user_id, is_guest, CASE WHEN is_guest OR is_visitor THEN display_name END AS own_name FROM conversation_member
       WHERE organisation_id = $1 AND conversation_id = $2 AND left_seq IS NULL AND ($3::uuid IS NULL OR user_id > $3::uuid)
       ORDER BY user_id LIMIT $4`,
      [uuidOf(tx.organisationId), uuidOf(id), page.key?.[0] ?? null, page.limit + 1],
    );
    return rows.map(memberOf);
  }

  /** Whether all of these people are in it today. */
  async holds(tx: Transaction, id: ConversationId, userIds: readonly UserId[]): Promise<boolean> {
    const [row] = await tx.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM conversation_member WHERE organisation_id = $1 AND conversation_id = $2 AND user_id = ANY ($3::uuid[])
         AND left_seq IS NULL AND NOT is_guest`,
      [uuidOf(tx.organisationId), uuidOf(id), userIds.map(uuidOf)],
    );
    return row?.n === new Set(userIds).size;
  }
}

export const memberOf = (row: { user_id: string; is_guest: boolean; own_name: string | null }): MemberRow => ({
  memberId: idFrom(row.is_guest ? 'guest' : 'user', row.user_id),
  isGuest: row.is_guest,
  ownName: row.own_name,
});

function conversationOf(tx: Transaction, memberId: MemberId, row: Row): Conversation {
  return {
    organisationId: tx.organisationId,
    id: idFrom('conversation', row.id),
    kind: row.kind,
    meetingId: row.meeting_id === null ? null : idFrom('meeting', row.meeting_id),
    title: row.title,
    createdAt: row.created_at,
    lastSeq: Number(row.last_seq),
    movedAt: row.moved_at,
    unreadCount: Number(row.unread),
    mayWrite: row.is_open && mayWrite(row.role, row.presenters_may_chat),
    reader: { organisationId: tx.organisationId, memberId },
  };
}
