import { Injectable } from '@nestjs/common';
import { uuidOf } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Author, Message } from '../messages/message.ts';

const placeOf = (tx: Transaction, { conversationId, seq }: Message) => [
  uuidOf(tx.organisationId),
  uuidOf(conversationId),
  seq,
];

/** The SQL of reactions. Call under the conversation's lock. */
@Injectable()
export class ReactionRepository {
  async isOn(tx: Transaction, message: Message, emoji: string, { userId }: Author): Promise<boolean> {
    const rows = await tx.query<object>(
      `SELECT FROM message_reaction WHERE organisation_id = $1 AND conversation_id = $2 AND message_seq = $3 AND emoji = $4 AND member_id = $5`,
      [...placeOf(tx, message), emoji, uuidOf(userId)],
    );
    return rows.length > 0;
  }

  /** @param seq of the event that tells it */
  async add(tx: Transaction, message: Message, emoji: string, author: Author, seq: number): Promise<void> {
    const { userId, displayName, avatarUrl, isGuest } = author;
    await tx.query(
      `INSERT INTO message_reaction (organisation_id, conversation_id, message_seq, emoji, member_id, reacted_seq, display_name, avatar_url, is_guest)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [...placeOf(tx, message), emoji, uuidOf(userId), seq, displayName, avatarUrl, isGuest],
    );
  }

  async remove(tx: Transaction, message: Message, emoji: string, { userId }: Author): Promise<void> {
    await tx.query(
      `DELETE FROM message_reaction WHERE organisation_id = $1 AND conversation_id = $2 AND message_seq = $3 AND emoji = $4 AND member_id = $5`,
      [...placeOf(tx, message), emoji, uuidOf(userId)],
    );
  }
}
