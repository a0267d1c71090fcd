import { Injectable } from '@nestjs/common';
import { uuidOf, type ConversationId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { digestOf, type Message } from './message.ts';

/** What a message said before. */
export interface EarlierBody {
  body: string;
  replacedAt: Date;
  /** Seq of the event that replaced it. */
  editedSeq: number;
}

const placeOf = (tx: Transaction, { conversationId, seq }: Message) => [
  uuidOf(tx.organisationId),
  uuidOf(conversationId),
  seq,
];
/** What a nonce from before digests were kept was used for: nothing had been edited then, answered or mentioned. */
const firstDigest = ({ body }: Message) => digestOf({ body, replyToId: null, mentions: [], attachments: [] });

/** The SQL of messages that change. Call under the conversation's lock. */
@Injectable()
export class MessageChangeRepository {
  /** It says something else now; what it said before is kept. When that was. */
  async edit(tx: Transaction, message: Message, body: string, editedSeq: number): Promise<Date> {
    const [row] = await tx.query<{ edited_at: Date }>(
      `WITH kept AS (
         INSERT INTO message_edit (organisation_id, conversation_id, message_seq, edited_seq, body)
         SELECT organisation_id, conversation_id, seq, $5, body FROM message WHERE organisation_id = $1 AND conversation_id = $2 AND seq = $3
       ), edited AS (
         UPDATE message SET body = $4, edited_at = now(), sent_digest = coalesce(sent_digest, $6)
         WHERE organisation_id = $1 AND conversation_id = $2 AND seq = $3 RETURNING edited_at
       )
       SELECT edited_at FROM edited`,
      [...placeOf(tx, message), body, editedSeq, firstDigest(message)],
    );
    return (row as { edited_at: Date }).edited_at;
  }

  /** Its words go, and all that hung on them. When that was. */
  async delete(tx: Transaction, message: Message): Promise<Date> {
    const [row] = await tx.query<{ deleted_at: Date }>(
      `WITH edits AS (DELETE FROM message_edit WHERE organisation_id = $1 AND conversation_id = $2 AND message_seq = $3),
         reactions AS (DELETE FROM message_reaction WHERE organisation_id = $1 AND conversation_id = $2 AND message_seq = $3),
         mentions AS (DELETE FROM message_mention WHERE organisation_id = $1 AND conversation_id = $2 AND message_seq = $3),
         previews AS (DELETE FROM message_preview WHERE organisation_id = $1 AND conversation_id = $2 AND message_seq = $3),
         emptied AS (
           UPDATE message SET body = '', deleted_at = now(), edited_at = NULL, reply_to_seq = NULL, sent_digest = coalesce(sent_digest, $4)
           WHERE organisation_id = $1 AND conversation_id = $2 AND seq = $3 RETURNING deleted_at
         )
       SELECT deleted_at FROM emptied`,
      [...placeOf(tx, message), firstDigest(message)],
    );
    return (row as { deleted_at: Date }).deleted_at;
  }

  /** What it said before, the first body first. */
  async earlierBodies(tx: Transaction, id: ConversationId, seq: number, page: Page): Promise<EarlierBody[]> {
    const rows = await tx.query<{ body: string; replaced_at: Date; edited_seq: string }>(
      `SELECT body, replaced_at, edited_seq FROM message_edit
       WHERE organisation_id = $1 AND conversation_id = $2 AND message_seq = $3 AND ($4::bigint IS NULL OR edited_seq > $4::bigint)
       ORDER BY edited_seq LIMIT $5`,
      [uuidOf(tx.organisationId), uuidOf(id), seq, page.key?.[0] ?? null, page.limit + 1],
    );
    return rows.map((row) => ({ body: row.body, replacedAt: row.replaced_at, editedSeq: Number(row.edited_seq) }));
  }
}
