import { withClient } from '@parley/tools/embedded/databases.ts';
import { environmentOf } from '@parley/tools/embedded/environment-of.ts';
import type { Client } from 'pg';
import type { Stack } from './stack.ts';

/** Chat's database, as chat itself knows it. */
function databaseOf({ pids }: Stack): string {
  const url = environmentOf(pids['chat'] as number)['DATABASE_URL'];
  if (!url) throw new Error('Chat does not say where its database is.');
  return url;
}

const MEMBERS = `SELECT array_agg(m.user_id ORDER BY m.user_id) AS ids, array_agg(coalesce(p.display_name, '') ORDER BY m.user_id) AS names
  FROM conversation_member m LEFT JOIN person p ON p.organisation_id = m.organisation_id AND p.user_id = m.user_id
  WHERE m.organisation_id = c.organisation_id AND m.conversation_id = c.id AND m.left_seq IS NULL`;

/** Works on chat's database as the organisation that a conversation belongs to: row-level security is on for chat itself. */
async function within<T>(
  stack: Stack,
  conversationId: string,
  work: (client: Client, id: string) => Promise<T>,
): Promise<T> {
  const id = conversationId.slice(4);
  return withClient(databaseOf(stack), async (client) => {
    const { rows } = await client.query<{ organisation_id: string }>(
      'SELECT DISTINCT organisation_id FROM outbox WHERE organisation_id IS NOT NULL',
    );
    for (const { organisation_id } of rows) {
      await client.query(`SELECT set_config('parley.organisation_id', $1, false)`, [organisation_id]);
      const { rowCount } = await client.query('SELECT FROM conversation WHERE id = $1', [id]);
      if (rowCount) return work(client, id);
    }
    throw new Error(`There is no conversation ${conversationId}.`);
  });
}

/**
 * Puts messages behind what was said in a conversation, a minute apart up to now, in turns by its members: `Message no. <n>` from 1 on,
 * and of every seventh some lines. Everybody has read them. Searching finds none of them: they are told to nobody.
 */
export async function fill(stack: Stack, conversationId: string, count: number): Promise<void> {
  await within(stack, conversationId, async (client, id) => {
    await client.query(
      `WITH c AS (
         UPDATE conversation SET last_seq = last_seq + $2, message_count = message_count + $2 WHERE id = $1
         RETURNING organisation_id, id, last_seq - $2 AS seq, message_count - $2 AS ordinal
       ), event AS (
         INSERT INTO conversation_event (organisation_id, conversation_id, seq, kind)
         SELECT c.organisation_id, c.id, c.seq + n, 'MESSAGE_SENT' FROM c, generate_series(1, $2::int) n
       ), seen AS (
         UPDATE conversation_member m SET read_ordinal = c.ordinal + $2, read_seq = c.seq + $2 FROM c
         WHERE m.organisation_id = c.organisation_id AND m.conversation_id = c.id AND m.left_seq IS NULL
       )
       INSERT INTO message (organisation_id, conversation_id, seq, id, ordinal, sender_id, sender_name, body, sent_at)
       SELECT c.organisation_id, c.id, c.seq + n, gen_random_uuid(), c.ordinal + n, members.ids[1 + n / 3 % 2], members.names[1 + n / 3 % 2],
         'Message no. ' || n || CASE WHEN n % 7 = 0 THEN repeat(E'\\nand a line of some more words', 1 + n % 5) ELSE '' END,
         now() - ($2 - n) * interval '1 minute'
       FROM c, LATERAL (${MEMBERS}) members, generate_series(1, $2::int) n`,
      [id, count],
    );
    // What a conversation that grows over months has long had.
    await client.query('ANALYZE conversation_event, message');
  });
}

/** Id of the message that `fill` gave this number. */
export async function idOf(stack: Stack, conversationId: string, number: number): Promise<string> {
  return within(stack, conversationId, async (client, id) => {
    const sql = `SELECT id FROM message WHERE conversation_id = $1 AND split_part(body, E'\\n', 1) = $2`;
    const { rows } = await client.query<{ id: string }>(sql, [id, `Message no. ${number}`]);
    const [found] = rows;
    if (!found) throw new Error(`There is no message no. ${number}.`);
    return `msg_${found.id.replaceAll('-', '')}`;
  });
}
