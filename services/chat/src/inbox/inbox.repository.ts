import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ConversationId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { InboxEntry, InboxPayload } from './inbox-entry.ts';

interface Row {
  user_id: string;
  seq: string;
  payload: InboxPayload;
}

/** Entries kept per person at least; older ones go, a client that was away longer gets a Resync. */
const KEPT = 2_048;
/** How often old entries are looked for, in entries of one person. */
const FORGET_EVERY = 256;

/** Numbers `wanted (user_id, kind, payload)` in each person's inbox; row locks are taken in the order of ids. */
const APPEND = `
  places AS (
    INSERT INTO person_inbox (organisation_id, user_id, last_seq) SELECT $1::uuid, user_id, 1 FROM wanted ORDER BY user_id
    ON CONFLICT (organisation_id, user_id) DO UPDATE SET last_seq = person_inbox.last_seq + 1 RETURNING user_id, last_seq
  ), forgotten AS (
    DELETE FROM person_inbox_event old USING places p
    WHERE p.last_seq % ${FORGET_EVERY} = 0 AND old.organisation_id = $1::uuid AND old.user_id = p.user_id AND old.seq <= p.last_seq - ${KEPT}
  )
  INSERT INTO person_inbox_event (organisation_id, user_id, seq, kind, payload)
  SELECT $1::uuid, user_id, last_seq, kind, payload FROM places JOIN wanted USING (user_id)
  RETURNING user_id, seq, payload`;

/** The SQL of inboxes: one log a person. */
@Injectable()
export class InboxRepository {
  async append(tx: Transaction, userId: UserId, payload: InboxPayload): Promise<InboxEntry> {
    const [row] = await tx.query<Row>(
      `WITH wanted AS (SELECT $2::uuid AS user_id, $3::text AS kind, $4::jsonb AS payload), ${APPEND}`,
      [uuidOf(tx.organisationId), uuidOf(userId), payload.kind, JSON.stringify(payload)],
    );
    return entryOf(row as Row);
  }

  /** Tells the members of a conversation (or one of them) how it stands now, each with their own unread count. */
  async appendConversationMoved(
    tx: Transaction,
    conversationId: ConversationId,
    only: UserId | undefined,
  ): Promise<InboxEntry[]> {
    const rows = await tx.query<Row>(
      `WITH wanted AS (
         SELECT m.user_id, 'CONVERSATION_MOVED' AS kind, jsonb_build_object('kind', 'CONVERSATION_MOVED', 'conversationId', $3::text,
           'lastSeq', c.last_seq, 'unreadCount', greatest(c.message_count - m.read_ordinal, 0)) AS payload
         FROM conversation c JOIN conversation_member m ON m.organisation_id = c.organisation_id AND m.conversation_id = c.id
         WHERE c.organisation_id = $1::uuid AND c.id = $2 AND m.left_seq IS NULL AND ($4::uuid IS NULL OR m.user_id = $4)
       ), ${APPEND}`,
      [uuidOf(tx.organisationId), uuidOf(conversationId), conversationId, only ? uuidOf(only) : null],
    );
    return rows.map(entryOf);
  }

  async ends(tx: Transaction, userId: UserId): Promise<{ head: number; oldest: number }> {
    const [row] = await tx.query<{ head: string; oldest: string }>(
      `SELECT last_seq AS head, (SELECT coalesce(min(seq), 1) FROM person_inbox_event WHERE organisation_id = $1 AND user_id = $2) AS oldest
       FROM person_inbox WHERE organisation_id = $1 AND user_id = $2`,
      [uuidOf(tx.organisationId), uuidOf(userId)],
    );
    return { head: Number(row?.head ?? 0), oldest: Number(row?.oldest ?? 1) };
  }

  async read(tx: Transaction, userId: UserId, from: number, to: number, limit: number): Promise<InboxEntry[]> {
    const rows = await tx.query<Row>(
      `SELECT user_id, seq, payload FROM person_inbox_event WHERE organisation_id = $1 AND user_id = $2 AND seq BETWEEN $3 AND $4 ORDER BY seq LIMIT $5`,
      [uuidOf(tx.organisationId), uuidOf(userId), from, to, limit],
    );
    return rows.map(entryOf);
  }
}

const entryOf = (row: Row): InboxEntry => ({
  userId: idFrom('user', row.user_id),
  seq: Number(row.seq),
  payload: row.payload,
});
