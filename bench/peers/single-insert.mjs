// Peer: the least that stores a message: one INSERT of one row, a named statement of node-postgres, committed by itself. Same table as
// `typeorm-save.mjs`. Address: DATABASE_URL.
import pg from 'pg';
import { v7 } from 'uuid';
import { serve } from './callers.mjs';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
await pool.query(`CREATE TABLE message (id uuid PRIMARY KEY, conversation_id uuid NOT NULL, body text NOT NULL, author_id uuid NOT NULL,
  client_nonce text NOT NULL UNIQUE, sent_at timestamptz NOT NULL DEFAULT now())`);
const text = `INSERT INTO message (id, conversation_id, body, author_id, client_nonce) VALUES ($1, $2, $3, $4, $5) RETURNING sent_at`;
const [conversationId, authorId] = [v7(), v7()];

await serve({
  store: async (body) => {
    const id = v7();
    await pool.query({ name: 'insert', text, values: [id, conversationId, body, authorId, id] });
  },
  count: async () => Number((await pool.query('SELECT count(*) FROM message')).rows[0].count),
  close: () => pool.end(),
});
