import { Injectable } from '@nestjs/common';
import { uuidOf, type ConversationId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { memberOf, type MemberRow } from '../conversations/conversation.repository.ts';

/** A member and how far they have read. */
export interface ReadMarkRow extends MemberRow {
  seq: number;
}

/** The SQL of read marks. */
@Injectable()
export class ReadMarkRepository {
  /** Moves the mark forward to the newest message at or before `seq`; where it stands then, if it moved. */
  async move(tx: Transaction, userId: UserId, id: ConversationId, seq: number): Promise<number | undefined> {
    const [row] = await tx.query<{ seq: string }>(
      `WITH newest AS (
         SELECT seq, ordinal FROM message WHERE organisation_id = $1 AND conversation_id = $2 AND seq <= $4 ORDER BY seq DESC LIMIT 1
       )
       UPDATE conversation_member m SET read_ordinal = newest.ordinal, read_seq = newest.seq FROM newest
       WHERE m.organisation_id = $1 AND m.conversation_id = $2 AND m.user_id = $3 AND m.left_seq IS NULL AND m.read_ordinal < newest.ordinal
       RETURNING m.read_seq AS seq`,
      [uuidOf(tx.organisationId), uuidOf(id), uuidOf(userId), seq],
    );
    return row && Number(row.seq);
  }

  /** These people know what stands at `seq` already: for those of them who have read all before it, it is not unread. */
  async pass(tx: Transaction, userIds: readonly UserId[], id: ConversationId, seq: number): Promise<void> {
    await tx.query(
      `UPDATE conversation_member m SET read_ordinal = known.ordinal, read_seq = known.seq FROM message known
       WHERE known.organisation_id = $1 AND known.conversation_id = $2 AND known.seq = $4
         AND m.organisation_id = $1 AND m.conversation_id = $2 AND m.user_id = ANY ($3::uuid[]) AND m.left_seq IS NULL
         AND m.read_ordinal = known.ordinal - 1`,
      [uuidOf(tx.organisationId), uuidOf(id), userIds.map(uuidOf), seq],
    );
  }

  /** The marks of today's members, those who have read furthest first. */
  async list(tx: Transaction, id: ConversationId, page: Page): Promise<ReadMarkRow[]> {
    const [seq, userId] = page.key ?? [];
    const rows = await tx.query<Parameters<typeof memberOf>[0] & { read_seq: string }>(
      `SELECT user_id, is_guest, CASE WHEN is_guest OR is_visitor THEN display_name END AS own_name, read_seq FROM conversation_member
       WHERE organisation_id = $1 AND conversation_id = $2 AND left_seq IS NULL
         AND ($3::bigint IS NULL OR (read_seq, user_id) < ($3::bigint, $4::uuid))
       ORDER BY read_seq DESC, user_id DESC LIMIT $5`,
      [uuidOf(tx.organisationId), uuidOf(id), seq ?? null, userId ?? null, page.limit + 1],
    );
    return rows.map((row) => ({ ...memberOf(row), seq: Number(row.read_seq) }));
  }
}
