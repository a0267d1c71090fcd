import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ConversationId, type MessageId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Linking, LinkPreview } from './link-preview.ts';

const keys = (tx: Transaction, id: ConversationId, seq: number) => [uuidOf(tx.organisationId), uuidOf(id), seq];

/** The SQL of what links lead to. What changes is changed under the conversation's lock. */
@Injectable()
export class PreviewRepository {
  /** A message of somebody with an account that is not deleted and of which nothing is known yet. */
  async find(tx: Transaction, id: MessageId): Promise<Linking | undefined> {
    const [row] = await tx.query<{ conversation_id: string; seq: string; body: string }>(
      `SELECT m.conversation_id, m.seq, m.body FROM message m
       WHERE m.organisation_id = $1 AND m.id = $2 AND m.sender_kind = 'USER' AND m.deleted_at IS NULL
         AND NOT EXISTS (SELECT FROM message_preview p
           WHERE p.organisation_id = m.organisation_id AND p.conversation_id = m.conversation_id AND p.message_seq = m.seq)`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
    if (!row) return undefined;
    const conversationId = idFrom('conversation', row.conversation_id);
    return { conversationId, messageId: id, seq: Number(row.seq), body: row.body };
  }

  /** Holds the conversation's row until COMMIT. */
  async lock(tx: Transaction, id: ConversationId): Promise<void> {
    const place = [uuidOf(tx.organisationId), uuidOf(id)];
    await tx.query(`SELECT FROM conversation WHERE organisation_id = $1 AND id = $2 FOR UPDATE`, place);
  }

  async add(tx: Transaction, { conversationId, seq }: Linking, preview: LinkPreview): Promise<void> {
    const { url, host, title, description, siteName } = preview;
    await tx.query(
      `INSERT INTO message_preview (organisation_id, conversation_id, message_seq, url, host, title, description, site_name)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [...keys(tx, conversationId, seq), url, host, title, description, siteName],
    );
  }

  /** Nothing is known of it any more. */
  async forget(tx: Transaction, id: ConversationId, seq: number): Promise<void> {
    await tx.query(
      `DELETE FROM message_preview WHERE organisation_id = $1 AND conversation_id = $2 AND message_seq = $3`,
      keys(tx, id, seq),
    );
  }

  /** It is not shown any more; its words are gone. */
  async remove(tx: Transaction, id: ConversationId, seq: number): Promise<void> {
    await tx.query(
      `UPDATE message_preview SET removed_at = now(), title = '', description = NULL, site_name = NULL
       WHERE organisation_id = $1 AND conversation_id = $2 AND message_seq = $3`,
      keys(tx, id, seq),
    );
  }
}
