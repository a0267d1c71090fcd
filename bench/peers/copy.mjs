// Limit: COPY of the same rows that our storing writes (event, message, one outbox row a transaction), into tables with the same keys, checks and indexes,
// 256 messages a transaction, one connection. Nothing is asked, checked or answered one by one. Address: DATABASE_URL, of a superuser in a
// database that our migrations have made (COPY knows no row-level security).
import pg from 'pg';
import { v7 } from 'uuid';
import { serve } from './callers.mjs';

const ROWS = 256;

/** `COPY … FROM STDIN` with all of its text at once. */
class Copy {
  constructor(table, columns, rows) {
    this.text = `COPY ${table} (${columns}) FROM STDIN`;
    this.data = Buffer.from(rows.map((row) => `${row.join('\t')}\n`).join(''));
    this.done = new Promise((resolve, reject) => (this.callback = (error) => (error ? reject(error) : resolve())));
  }
  submit(connection) {
    connection.query(this.text);
  }
  handleCopyInResponse(connection) {
    connection.sendCopyFromChunk(this.data);
    connection.endCopyFrom();
  }
  handleError(error) {
    this.callback(error);
  }
  handleReadyForQuery() {
    this.callback();
  }
  handleCommandComplete() {}
  handleEmptyQuery() {}
}

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
// As ours: no plan of a check by a foreign key is made while the tables are empty and kept for ever.
await client.query('SET enable_seqscan = off');
const [organisation, conversation, author] = [v7(), v7(), v7()];
await client.query(
  `INSERT INTO conversation (organisation_id, id, kind, title, created_by) VALUES ($1, $2, 'group', 'Copied', $3)`,
  [organisation, conversation, author],
);
let seq = 0;
const copy = (table, columns, rows) => {
  const one = new Copy(table, columns, rows);
  client.query(one);
  return one.done;
};

await serve({
  async store(body) {
    const rows = Array.from({ length: ROWS }, () => ({ seq: (seq += 1), id: v7() }));
    const digest = `\\\\x${'ab'.repeat(32)}`;
    const payload = JSON.stringify({
      organisationId: `org_${organisation.replaceAll('-', '')}`,
      messages: rows.map(({ seq, id }) => ({
        conversationId: `cnv_${conversation.replaceAll('-', '')}`,
        messageId: `msg_${id.replaceAll('-', '')}`,
        seq,
        senderId: `usr_${author.replaceAll('-', '')}`,
        sentAt: new Date().toISOString(),
      })),
    });
    await client.query('BEGIN');
    await copy(
      'conversation_event',
      'organisation_id, conversation_id, seq, kind',
      rows.map(({ seq }) => [organisation, conversation, seq, 'MESSAGE_SENT']),
    );
    await copy(
      'message',
      'organisation_id, conversation_id, seq, ordinal, id, sender_id, sender_name, body, client_nonce, sent_digest',
      rows.map(({ seq, id }) => [organisation, conversation, seq, seq, id, author, 'Ann Example', body, id, digest]),
    );
    await copy('outbox', 'fact_id, subject, organisation_id, payload', [
      [v7(), 'evt.chat.messages.sent.v1', organisation, payload],
    ]);
    await client.query('COMMIT');
    return ROWS;
  },
  count: async () =>
    Number(
      (await client.query('SELECT count(*) FROM message WHERE conversation_id = $1', [conversation])).rows[0].count,
    ),
  close: () => client.end(),
});
