import { uuidOf, type ConversationId } from '@parley/contracts';
import { withClient } from '@parley/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';
import { Talk } from './talk.ts';

let chat: ChatUnderTest;
let talk: Talk;
beforeAll(async () => {
  chat = await startChat({ PUSH_PRIVATE_KEY: Buffer.alloc(32, 7).toString('base64url') });
  talk = await Talk.with(chat);
});
afterAll(async () => {
  await talk.close();
  await chat.stop();
});

const SAID_BEFORE = 3_000;
const rows = <Row extends object>(sql: string, values: unknown[] = []) =>
  withClient(chat.database.superuserUrl, async (client) => (await client.query<Row>(sql, values)).rows);

/** Rows of messages that any statement has looked at so far. Backends report when they rest, at the latest after a second. */
async function looked(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const [row] = await rows<{ count: number }>(
    `SELECT sum(idx_tup_read)::int + (SELECT seq_tup_read::int FROM pg_stat_user_tables WHERE relname = 'message') AS count
     FROM pg_stat_user_indexes WHERE relname = 'message'`,
  );
  return row?.count ?? 0;
}

/** As a conversation stands that people have written in for long, and of which Postgres has counted nothing yet. */
async function fill(conversationId: ConversationId, { sub, org }: TestPerson): Promise<void> {
  const of = [uuidOf(org), uuidOf(conversationId), uuidOf(sub), SAID_BEFORE];
  await rows(`ALTER TABLE message SET (autovacuum_enabled = false)`);
  await rows(`ALTER TABLE conversation_member SET (autovacuum_enabled = false)`);
  await rows(
    `WITH room AS (
       UPDATE conversation SET last_seq = last_seq + $4, message_count = message_count + $4
       WHERE organisation_id = $1 AND id = $2 RETURNING last_seq - $4 AS seq, message_count - $4 AS ordinal
     ), event AS (
       INSERT INTO conversation_event (organisation_id, conversation_id, seq, kind)
       SELECT $1, $2, room.seq + n, 'MESSAGE_SENT' FROM room, generate_series(1, $4) n
     )
     INSERT INTO message (organisation_id, conversation_id, seq, ordinal, id, sender_id, sender_name, body)
     SELECT $1, $2, room.seq + n, room.ordinal + n, gen_random_uuid(), $3, 'Ada', 'said long ago' FROM room, generate_series(1, $4) n`,
    of,
  );
}

it('what a message sets off reads that message, not its conversation, also before Postgres knows its tables', async () => {
  const org = organisation();
  const [ada, ben, cy] = [
    await chat.register(person(org), 'Ada'),
    await chat.register(person(org), 'Ben'),
    await chat.register(person(org), 'Cy'),
  ];
  const conversationId = (await talk.start(ada, [ben, cy], 'Long')) as ConversationId;
  await fill(conversationId, ada);
  const before = await looked();
  const sent = await talk.change<{ message: { id: string } }>(
    ada,
    'sendMessage',
    { conversationId, body: 'look, both of you', mentions: [ben.sub, cy.sub] },
    'message { id }',
  );
  expect(sent.userErrors).toEqual([]);
  const missed = () => rows(`SELECT FROM missed WHERE conversation_id = $1`, [uuidOf(conversationId)]);
  await expect.poll(async () => (await missed()).length, { timeout: 20_000 }).toBe(2);
  // The last that is done about it.
  const searchable = () => rows(`SELECT FROM message_word WHERE word = 'both'`);
  await expect.poll(async () => (await searchable()).length, { timeout: 20_000 }).toBe(1);
  expect((await looked()) - before).toBeLessThan(SAID_BEFORE / 10);
});
