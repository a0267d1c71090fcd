import { Injectable } from '@nestjs/common';
import { uuidOf, type ConversationId, type MessageId } from '@parley/contracts';
import type { Statement, Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { AttachmentLinks } from '../attachments/attachment-links.ts';
import type { MemberId } from '../conversations/member.ts';
import { columnsFor, messageOf, readable, readableById, seenByAll, type MessageRow } from './message.row.ts';
import type { EditedMessage, Message } from './message.ts';

const COLUMNS = columnsFor('reader');
const READABLE = readable('m.conversation_id', 'm.seq');

// Planned once for each connection: planning all these columns takes longer than finding a few messages.
const BY_IDS: Statement = { name: 'messages-by-ids', text: `SELECT ${COLUMNS} FROM ${readableById('$3')}` };
const OF_LOG: Statement = {
  name: 'messages-of-log',
  text: `SELECT ${columnsFor({ at: 'm.seq' })} FROM message m
    WHERE m.organisation_id = $1 AND m.conversation_id = $2 AND m.seq BETWEEN $3 AND $4 ORDER BY m.seq LIMIT $5`,
};
const NEWEST: Statement = {
  name: 'messages-newest',
  text: `SELECT newest.* FROM unnest($3::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
      SELECT ${COLUMNS} FROM message m WHERE m.organisation_id = $1 AND m.conversation_id = wanted.id AND ${READABLE} ORDER BY m.seq DESC LIMIT 1
    ) newest`,
};

/** The SQL of messages that are there. */
@Injectable()
export class MessageRepository {
  constructor(private readonly links: AttachmentLinks) {}

  /** What this sender stored under this nonce. Ask under the lock. */
  async findByNonce(
    tx: Transaction,
    conversationId: ConversationId,
    senderId: MemberId,
    nonce: string,
  ): Promise<{ message: Message; digest: Buffer | null } | undefined> {
    const [row] = await tx.query<MessageRow & { sent_digest: Buffer | null }>(
      `SELECT ${COLUMNS}, m.sent_digest FROM message m WHERE m.organisation_id = $1 AND m.conversation_id = $3 AND m.sender_id = $2 AND m.client_nonce = $4`,
      [uuidOf(tx.organisationId), uuidOf(senderId), uuidOf(conversationId), nonce],
    );
    return row && { message: messageOf(row, this.links), digest: row.sent_digest };
  }

  /** A page of what this person may read, nearest to the cursor first. */
  async list(tx: Transaction, reader: MemberId, conversationId: ConversationId, page: Page): Promise<Message[]> {
    const forward = page.direction === 'forward';
    const rows = await tx.query<MessageRow>(
      `SELECT ${COLUMNS} FROM message m WHERE m.organisation_id = $1 AND ${READABLE} AND m.conversation_id = $3
         AND ($4::bigint IS NULL OR m.seq ${forward ? '>' : '<'} $4::bigint)
       ORDER BY m.seq ${forward ? 'ASC' : 'DESC'} LIMIT $5`,
      [uuidOf(tx.organisationId), uuidOf(reader), uuidOf(conversationId), page.key?.[0] ?? null, page.limit + 1],
    );
    return rows.map((row) => messageOf(row, this.links));
  }

  /** The newest readable message of each conversation. */
  async newest(tx: Transaction, reader: MemberId, ids: readonly ConversationId[]): Promise<Message[]> {
    const rows = await tx.hot<MessageRow>(NEWEST, [uuidOf(tx.organisationId), uuidOf(reader), ids.map(uuidOf)]);
    return rows.map((row) => messageOf(row, this.links));
  }

  async findByIds(tx: Transaction, reader: MemberId, ids: readonly MessageId[]): Promise<Message[]> {
    const rows = await tx.hot<MessageRow>(BY_IDS, [uuidOf(tx.organisationId), uuidOf(reader), ids.map(uuidOf)]);
    return rows.map((row) => messageOf(row, this.links));
  }

  /** The messages of the log between two seqs, both included. */
  async readLog(
    tx: Transaction,
    conversationId: ConversationId,
    from: number,
    to: number,
    limit: number,
  ): Promise<Message[]> {
    const rows = await tx.hot<MessageRow>(OF_LOG, [uuidOf(tx.organisationId), uuidOf(conversationId), from, to, limit]);
    return rows.map((row) => messageOf(row, this.links));
  }

  /**
   * The message at `about` as everybody may be told of it who is told what stands at `at`, a later place in the log: without its
   * words where one of them was not in when it was said.
   */
  async findForAll(tx: Transaction, id: ConversationId, about: number, at: number): Promise<EditedMessage | undefined> {
    const [row] = await tx.query<MessageRow & { is_withheld: boolean }>(
      `SELECT ${columnsFor({ at: '$4::bigint' })}, NOT ${seenByAll('m', '$4::bigint')} AS is_withheld FROM message m
       WHERE m.organisation_id = $1 AND m.conversation_id = $2 AND m.seq = $3`,
      [uuidOf(tx.organisationId), uuidOf(id), about, at],
    );
    if (!row) return undefined;
    const message = messageOf(row, this.links);
    if (!row.is_withheld) return { message, isWithheld: false };
    return {
      message: { ...message, body: '', replyTo: null, reactions: [], mentions: [], attachments: [], preview: null },
      isWithheld: true,
    };
  }

  /** Whether all who are told what stands at `at` were in when what stands at `said` was said. */
  async isSeenByAll(tx: Transaction, id: ConversationId, said: number, at: number): Promise<boolean> {
    const rows = await tx.query<object>(
      `SELECT FROM message m WHERE m.organisation_id = $1 AND m.conversation_id = $2 AND m.seq = $3 AND ${seenByAll('m', '$4::bigint')}`,
      [uuidOf(tx.organisationId), uuidOf(id), said, at],
    );
    return rows.length > 0;
  }
}
