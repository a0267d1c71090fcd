import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ConversationId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Conversation } from '../conversations/conversation.ts';

/** A conversation as somebody stands in it who would change it. */
export interface Standing {
  kind: Conversation['kind'];
  title: string | null;
  /** Whether they are in it today. Otherwise they were once. */
  isIn: boolean;
}

/** Who a group holds, in numbers. */
export interface Roster {
  conversationId: ConversationId;
  memberCount: number;
  /** The one who started it; after they have left whoever is in it longest. */
  managerId: UserId;
}

/** The SQL of who is in a group. What changes is changed under the conversation's lock. */
@Injectable()
export class MembershipRepository {
  /** How this person stands in it; undefined for those who were never in it. `lock` holds the conversation's row until COMMIT. */
  async standing(tx: Transaction, id: ConversationId, userId: UserId, lock: boolean): Promise<Standing | undefined> {
    const keys = [uuidOf(tx.organisationId), uuidOf(id)];
    if (lock) await tx.query(`SELECT 1 FROM conversation WHERE organisation_id = $1 AND id = $2 FOR UPDATE`, keys);
    const [row] = await tx.query<{ kind: Standing['kind']; title: string | null; is_in: boolean }>(
      `SELECT c.kind, c.title, bool_or(m.left_seq IS NULL) AS is_in FROM conversation c
       JOIN conversation_member m ON m.organisation_id = c.organisation_id AND m.conversation_id = c.id
       WHERE c.organisation_id = $1 AND c.id = $2 AND m.user_id = $3 GROUP BY c.kind, c.title`,
      [...keys, uuidOf(userId)],
    );
    return row && { kind: row.kind, title: row.title, isIn: row.is_in };
  }

  /** Those of the ids who are in it today. */
  async present(tx: Transaction, id: ConversationId, userIds: readonly UserId[]): Promise<Set<UserId>> {
    const rows = await tx.query<{ user_id: string }>(
      `SELECT user_id FROM conversation_member WHERE organisation_id = $1 AND conversation_id = $2 AND left_seq IS NULL AND user_id = ANY($3::uuid[])`,
      [uuidOf(tx.organisationId), uuidOf(id), userIds.map(uuidOf)],
    );
    return new Set(rows.map((row) => idFrom('user', row.user_id)));
  }

  /** Of those that hold anybody. */
  async rosters(tx: Transaction, ids: readonly ConversationId[]): Promise<Roster[]> {
    const rows = await tx.query<{ conversation_id: string; manager: string; members: string }>(
      `SELECT DISTINCT ON (m.conversation_id) m.conversation_id, m.user_id AS manager, count(*) OVER (PARTITION BY m.conversation_id) AS members
       FROM conversation_member m JOIN conversation c ON c.organisation_id = m.organisation_id AND c.id = m.conversation_id
       WHERE m.organisation_id = $1 AND m.conversation_id = ANY($2::uuid[]) AND m.left_seq IS NULL
       ORDER BY m.conversation_id, m.joined_seq, (m.user_id = c.created_by) DESC, m.user_id`,
      [uuidOf(tx.organisationId), ids.map(uuidOf)],
    );
    return rows.map((row) => ({
      conversationId: idFrom('conversation', row.conversation_id),
      memberCount: Number(row.members),
      managerId: idFrom('user', row.manager),
    }));
  }

  /** They read from `from` on, that event included. What was said before is not unread. */
  async enter(tx: Transaction, id: ConversationId, userIds: readonly UserId[], from: number): Promise<void> {
    await tx.query(
      `WITH moved AS (UPDATE conversation SET moved_at = now() WHERE organisation_id = $1 AND id = $2 RETURNING message_count)
       INSERT INTO conversation_member (organisation_id, conversation_id, user_id, joined_seq, read_ordinal)
       SELECT $1, $2, user_id, $4, message_count FROM moved, unnest($3::uuid[]) AS wanted (user_id)`,
      [uuidOf(tx.organisationId), uuidOf(id), userIds.map(uuidOf), from - 1],
    );
  }

  /** They read up to this seq and no further. */
  async leave(tx: Transaction, id: ConversationId, userId: UserId, seq: number): Promise<void> {
    await tx.query(
      `UPDATE conversation_member SET left_seq = $4 WHERE organisation_id = $1 AND conversation_id = $2 AND user_id = $3 AND left_seq IS NULL`,
      [uuidOf(tx.organisationId), uuidOf(id), uuidOf(userId), seq],
    );
  }

  async rename(tx: Transaction, id: ConversationId, title: string | null): Promise<void> {
    await tx.query(`UPDATE conversation SET title = $3 WHERE organisation_id = $1 AND id = $2`, [
      uuidOf(tx.organisationId),
      uuidOf(id),
      title,
    ]);
  }
}
