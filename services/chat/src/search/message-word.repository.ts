import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ConversationId, type MessageId } from '@parley/contracts';
import type { Statement, Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import type { MemberId } from '../conversations/member.ts';
import { messagesById } from '../messages/message.row.ts';

/** Words of a search that are looked for; the longest are told apart best, so the others are left out. */
const MOST_WORDS = 8;
/** Comes behind every word: no text holds it. */
const BEHIND = 'chr(1114111)';

/** Whoever edits one meanwhile waits, and takes its words after us. */
const HOLD: Statement = {
  name: 'word-hold',
  text: `SELECT FROM ${messagesById('$2', 'FOR SHARE')}`,
};
const DROP: Statement = {
  name: 'word-drop',
  text: `DELETE FROM message_word w USING ${messagesById('$2')}
    WHERE w.organisation_id = $1 AND w.conversation_id = m.conversation_id AND w.seq = m.seq`,
};
const TAKE: Statement = {
  name: 'word-take',
  text: `INSERT INTO message_word (organisation_id, conversation_id, word, seq)
    SELECT m.organisation_id, m.conversation_id, word, m.seq FROM ${messagesById('$2')}, words_of(m.body || coalesce((
      SELECT ' ' || string_agg(a.name, ' ') FROM attachment a
      WHERE a.organisation_id = m.organisation_id AND a.conversation_id = m.conversation_id AND a.message_seq = m.seq), '')) AS word
    ON CONFLICT DO NOTHING`,
};

/** The SQL of what searches look in. */
@Injectable()
export class MessageWordRepository {
  /** Takes messages' words as they are now, and those of their files' names; a deleted one has none. */
  async take(tx: Transaction, ids: readonly MessageId[]): Promise<void> {
    // Rows are held in the order of their ids.
    const keys = [uuidOf(tx.organisationId), ids.map(uuidOf).toSorted()];
    for (const statement of [HOLD, DROP, TAKE]) await tx.hot(statement, keys);
  }

  /** The words of a search as they are compared, the longest first. */
  async wordsOf(tx: Transaction, said: string): Promise<string[]> {
    const rows = await tx.query<{ word: string }>(
      `SELECT word FROM words_of($1) AS word ORDER BY length(word) DESC, word LIMIT ${MOST_WORDS}`,
      [said],
    );
    return rows.map(({ word }) => word);
  }

  /** Messages this person may read in which every word begins some word, the newest first. */
  async find(
    tx: Transaction,
    reader: MemberId,
    words: readonly string[],
    within: ConversationId | undefined,
    page: Page,
  ): Promise<MessageId[]> {
    if (words.length === 0) return [];
    const having = words.map(
      (_, i) => `SELECT r.conversation_id, w.seq FROM readable r JOIN message_word w
         ON w.organisation_id = $1 AND w.conversation_id = r.conversation_id AND w.word >= $${i + 6} AND w.word < $${i + 6} || ${BEHIND}
           AND w.seq > r.joined_seq AND (r.left_seq IS NULL OR w.seq <= r.left_seq)`,
    );
    const rows = await tx.query<{ id: string }>(
      `WITH readable AS (
         SELECT conversation_id, joined_seq, left_seq FROM conversation_member
         WHERE organisation_id = $1 AND user_id = $2 AND ($3::uuid IS NULL OR conversation_id = $3)
       ), found AS (${words.length > 1 ? having.join(' INTERSECT ') : (having[0] as string).replace('SELECT', 'SELECT DISTINCT')})
       SELECT m.id FROM found JOIN message m ON m.organisation_id = $1 AND m.conversation_id = found.conversation_id AND m.seq = found.seq
       WHERE $4::uuid IS NULL OR m.id < $4::uuid ORDER BY m.id DESC LIMIT $5`,
      [
        uuidOf(tx.organisationId),
        uuidOf(reader),
        within ? uuidOf(within) : null,
        page.key?.[0] ?? null,
        page.limit + 1,
        ...words,
      ],
    );
    return rows.map(({ id }) => idFrom('message', id));
  }
}
