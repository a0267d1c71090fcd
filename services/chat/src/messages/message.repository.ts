import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ConversationId, type MessageId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import type { Person } from '../people/person.ts';
import type { Message } from './message.ts';

interface Row {
  id: string;
  conversation_id: string;
  seq: string;
  body: string;
  sender_id: string;
  sender_name: string;
  sender_avatar_url: string | null;
  sent_at: Date;
}

const COLUMNS = 'm.id, m.conversation_id, m.seq, m.body, m.sender_id, m.sender_name, m.sender_avatar_url, m.sent_at';
/** `$1` organisation, `$2` reader: only what was said while they were in. */
const READABLE = `EXISTS (SELECT FROM conversation_member r WHERE r.organisation_id = m.organisation_id AND r.conversation_id = m.conversation_id
  AND r.user_id = $2 AND m.seq > r.joined_seq AND (r.left_seq IS NULL OR m.seq <= r.left_seq))`;

/** The SQL of messages and of the log they stand in. */
@Injectable()
export class MessageRepository {
  /** Locks the conversation: from here to COMMIT nobody else takes a seq in it. False for whoever is not in it today. */
  async lockAsMember(tx: Transaction, conversationId: ConversationId, userId: UserId): Promise<boolean> {
    const rows = await tx.query<object>(
      `SELECT 1 FROM conversation c WHERE c.organisation_id = $1 AND c.id = $2 AND EXISTS (SELECT FROM conversation_member m
         WHERE m.organisation_id = c.organisation_id AND m.conversation_id = c.id AND m.user_id = $3 AND m.left_seq IS NULL)
       FOR UPDATE OF c`,
      [uuidOf(tx.organisationId), uuidOf(conversationId), uuidOf(userId)],
    );
    return rows.length > 0;
  }

  /** What this sender stored under this nonce. Ask under the lock. */
  async findByNonce(
    tx: Transaction,
    conversationId: ConversationId,
    senderId: UserId,
    nonce: string,
  ): Promise<Message | undefined> {
    const [row] = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM message m WHERE organisation_id = $1 AND conversation_id = $2 AND sender_id = $3 AND client_nonce = $4`,
      [uuidOf(tx.organisationId), uuidOf(conversationId), uuidOf(senderId), nonce],
    );
    return row && messageOf(row);
  }

  /** The next event of the log, and the message in it. The sender has read up to here. Call under the lock. */
  async append(
    tx: Transaction,
    message: { id: MessageId; conversationId: ConversationId; sender: Person; body: string; nonce: string | null },
  ): Promise<Message> {
    const [row] = await tx.query<Row>(
      `WITH place AS (
         UPDATE conversation SET last_seq = last_seq + 1, message_count = message_count + 1, moved_at = now()
         WHERE organisation_id = $1 AND id = $2 RETURNING last_seq, message_count
       ), event AS (
         INSERT INTO conversation_event (organisation_id, conversation_id, seq, kind) SELECT $1, $2, last_seq, 'MESSAGE_SENT' FROM place
       ), seen AS (
         UPDATE conversation_member SET read_ordinal = (SELECT message_count FROM place)
         WHERE organisation_id = $1 AND conversation_id = $2 AND user_id = $4 AND left_seq IS NULL
       )
       INSERT INTO message AS m (organisation_id, conversation_id, seq, ordinal, id, sender_id, sender_name, sender_avatar_url, body, client_nonce)
       SELECT $1, $2, last_seq, message_count, $3, $4, $5, $6, $7, $8 FROM place
       RETURNING ${COLUMNS}`,
      [
        uuidOf(tx.organisationId),
        uuidOf(message.conversationId),
        uuidOf(message.id),
        uuidOf(message.sender.userId),
        message.sender.displayName,
        message.sender.avatarUrl,
        message.body,
        message.nonce,
      ],
    );
    return messageOf(row as Row);
  }

  /** A page of what this person may read, nearest to the cursor first. */
  async list(tx: Transaction, reader: UserId, conversationId: ConversationId, page: Page): Promise<Message[]> {
    const forward = page.direction === 'forward';
    const rows = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM message m WHERE m.organisation_id = $1 AND ${READABLE} AND m.conversation_id = $3
         AND ($4::bigint IS NULL OR m.seq ${forward ? '>' : '<'} $4::bigint)
       ORDER BY m.seq ${forward ? 'ASC' : 'DESC'} LIMIT $5`,
      [uuidOf(tx.organisationId), uuidOf(reader), uuidOf(conversationId), page.key?.[0] ?? null, page.limit + 1],
    );
    return rows.map(messageOf);
  }

  /** The newest readable message of each conversation. */
  async newest(tx: Transaction, reader: UserId, ids: readonly ConversationId[]): Promise<Message[]> {
    const rows = await tx.query<Row>(
      `SELECT newest.* FROM unnest($3::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
         SELECT ${COLUMNS} FROM message m WHERE m.organisation_id = $1 AND m.conversation_id = wanted.id AND ${READABLE} ORDER BY m.seq DESC LIMIT 1
       ) newest`,
      [uuidOf(tx.organisationId), uuidOf(reader), ids.map(uuidOf)],
    );
    return rows.map(messageOf);
  }

  async findByIds(tx: Transaction, reader: UserId, ids: readonly MessageId[]): Promise<Message[]> {
    const rows = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM message m WHERE m.organisation_id = $1 AND ${READABLE} AND m.id = ANY($3::uuid[])`,
      [uuidOf(tx.organisationId), uuidOf(reader), ids.map(uuidOf)],
    );
    return rows.map(messageOf);
  }

  /** The log between two seqs, both included. Kinds that carry no message come when they exist. */
  async readLog(
    tx: Transaction,
    conversationId: ConversationId,
    from: number,
    to: number,
    limit: number,
  ): Promise<Message[]> {
    const rows = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM message m WHERE organisation_id = $1 AND conversation_id = $2 AND seq BETWEEN $3 AND $4 ORDER BY seq LIMIT $5`,
      [uuidOf(tx.organisationId), uuidOf(conversationId), from, to, limit],
    );
    return rows.map(messageOf);
  }
}

function messageOf(row: Row): Message {
  return {
    id: idFrom('message', row.id),
    conversationId: idFrom('conversation', row.conversation_id),
    seq: Number(row.seq),
    body: row.body,
    author: { userId: idFrom('user', row.sender_id), displayName: row.sender_name, avatarUrl: row.sender_avatar_url },
    sentAt: row.sent_at,
  };
}
