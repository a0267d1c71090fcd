import { withClient } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';
import { Talk, type UserErrors } from './talk.ts';

interface Sent extends UserErrors {
  message: { id: string; seq: number; body: string; author: { displayName: string } } | null;
}

let chat: ChatUnderTest;
let talk: Talk;
let ada: TestPerson, ben: TestPerson, cy: TestPerson, una: TestPerson, vic: TestPerson;
beforeAll(async () => {
  chat = await startChat();
  talk = await Talk.with(chat);
  const [org, other] = [organisation(), organisation()];
  ada = await chat.register(person(org), 'Ada');
  ben = await chat.register(person(org), 'Ben');
  cy = await chat.register(person(org), 'Cy');
  una = await chat.register(person(other), 'Una');
  vic = await chat.register(person(other), 'Vic');
});
afterAll(async () => {
  await talk.close();
  await chat.stop();
});

const send = (by: TestPerson, conversationId: string, body: string, more: object = {}): Promise<Sent> =>
  talk.change<Sent>(
    by,
    'sendMessage',
    { conversationId, body, ...more },
    'message { id seq body author { displayName } }',
  );

const rows = <Row extends object>(sql: string, values: unknown[] = []) =>
  withClient(chat.database.superuserUrl, async (client) => (await client.query<Row>(sql, values)).rows);
const uuidOf = (id: string) => id.slice(id.indexOf('_') + 1);

/** What stands in the logs, and that every one is whole: seqs, ordinals, events, outbox and counts. */
async function expectWhole(conversationId: string, bodies: readonly string[]): Promise<void> {
  const id = uuidOf(conversationId);
  const stored = await rows<{ body: string; seq: string; ordinal: string }>(
    `SELECT body, seq, ordinal FROM message WHERE conversation_id = $1 ORDER BY seq`,
    [id],
  );
  expect(stored.map(({ body }) => body).toSorted()).toEqual(bodies.toSorted());
  expect(stored.map(({ ordinal }) => Number(ordinal))).toEqual(bodies.map((_, i) => i + 1));
  const [counts] = await rows(
    `SELECT last_seq::int, message_count::int, (SELECT count(*)::int FROM conversation_event e WHERE e.conversation_id = c.id AND kind = 'MESSAGE_SENT') AS events,
       (SELECT count(*)::int FROM outbox, jsonb_array_elements(payload->'messages') told
        WHERE told->>'conversationId' = $2 AND subject LIKE '%messages.sent%') AS facts
     FROM conversation c WHERE id = $1`,
    [id, conversationId],
  );
  const count = bodies.length;
  expect(counts).toEqual({ last_seq: Number(stored.at(-1)?.seq), message_count: count, events: count, facts: count });
}

describe('many who send at once', () => {
  it('share transactions, of one organisation each, and every log is whole', async () => {
    const [one, two, far] = [
      await talk.start(ada, [ben, cy], 'One'),
      await talk.start(ben, [cy], 'Two'),
      await talk.start(una, [vic], 'Far'),
    ];
    const wishes = Array.from({ length: 120 }, (_, i) =>
      i % 3 === 0
        ? { by: [ada, ben, cy][(i % 9) % 3] ?? ada, to: one, body: `m${i}` }
        : i % 3 === 1
          ? { by: i % 2 ? ben : cy, to: two, body: `m${i}` }
          : { by: i % 2 ? una : vic, to: far, body: `m${i}` },
    );
    const sent = await Promise.all(wishes.map(({ by, to, body }) => send(by, to, body)));
    expect(sent.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(sent.map(({ message }) => message?.body)).toEqual(wishes.map(({ body }) => body));
    for (const id of [one, two, far])
      await expectWhole(
        id,
        wishes.filter(({ to }) => to === id).map(({ body }) => body),
      );
    const batches = await rows<{ count: number; organisations: number }>(
      `SELECT count(*)::int, count(DISTINCT organisation_id)::int AS organisations FROM message WHERE body ~ '^m[0-9]+$' GROUP BY xmin::text`,
    );
    expect(Math.max(...batches.map(({ organisations }) => organisations))).toBe(1);
    // Without groups there would be 120.
    expect(batches.length).toBeLessThan(60);
  });

  it('are judged alone: U+0000, strangers, a false answer or mention, too long; the neighbours are stored', async () => {
    const id = await talk.start(ada, [ben], 'Mixed');
    const unknown = `cnv_${'0'.repeat(32)}`;
    const wishes: { by: TestPerson; to: string; body: string; more?: object; code?: string }[] = [
      { by: ada, to: id, body: 'a' },
      { by: ben, to: id, body: 'b' },
      { by: ada, to: id, body: 'nul \u0000 in it', code: 'BAD_USER_INPUT' },
      { by: ben, to: id, body: 'half \ud800 a pair', code: 'BAD_USER_INPUT' },
      { by: ada, to: id, body: 'c' },
      { by: cy, to: id, body: 'not mine', code: 'NOT_FOUND' },
      { by: ada, to: unknown, body: 'nowhere', code: 'NOT_FOUND' },
      { by: una, to: id, body: 'from afar', code: 'NOT_FOUND' },
      { by: ben, to: id, body: 'x'.repeat(16_385), code: 'BAD_USER_INPUT' },
      { by: ben, to: id, body: 'to whom', more: { mentions: [cy.sub] }, code: 'NOT_FOUND' },
      { by: ben, to: id, body: 'to what', more: { replyToId: `msg_${'0'.repeat(32)}` }, code: 'NOT_FOUND' },
      { by: ada, to: id, body: 'hey', more: { mentions: [ben.sub] } },
      { by: ben, to: id, body: 'd' },
    ];
    const sent = await Promise.all(wishes.map(({ by, to, body, more }) => send(by, to, body, more)));
    expect(sent.map(({ userErrors }) => userErrors[0]?.code)).toEqual(wishes.map(({ code }) => code));
    await expectWhole(id, ['a', 'b', 'c', 'hey', 'd']);
  });

  it('store a nonce once, however often it comes, and refuse it for another body', async () => {
    const id = await talk.start(ada, [ben, cy], 'Once');
    const sent = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        i % 10 === 9
          ? send(ben, id, 'another body', { clientNonce: 'n' })
          : send(i % 2 ? ada : ben, id, 'hello', { clientNonce: 'n' }),
      ),
    );
    const stored = new Set(sent.flatMap(({ message }) => message?.id ?? []));
    // Whichever of Ben's two bodies came first is what his nonce stands for.
    expect(stored.size).toBe(2);
    expect(sent.every(({ message, userErrors }) => message !== null || userErrors[0]?.code === 'CONFLICT')).toBe(true);
    expect(await rows(`SELECT FROM message WHERE conversation_id = $1`, [uuidOf(id)])).toHaveLength(2);
  });

  it('are told in order, each once', async () => {
    const id = await talk.start(ada, [ben], 'Told');
    const heard = await talk.wakeUps(`chat.conversation.${id}`);
    await Promise.all(Array.from({ length: 50 }, (_, i) => send(i % 2 ? ada : ben, id, `t${i}`)));
    const seqs = () => heard.flatMap((wakeUp) => (wakeUp.kind === 'kept' ? wakeUp.events.map(({ seq }) => seq) : []));
    await expect.poll(() => seqs().length, { timeout: 10_000 }).toBe(50);
    expect(seqs()).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(await talk.unread(ada, id)).toBeLessThan(50);
  });
});

describe('a batch that Postgres refuses', () => {
  it('is stored one by one: only the one it does not take fails', async () => {
    const id = await talk.start(ada, [ben], 'Poisoned');
    await rows(`ALTER TABLE message ADD CONSTRAINT no_poison CHECK (body <> 'poison')`);
    const bodies = Array.from({ length: 30 }, (_, i) => (i === 17 ? 'poison' : `p${i}`));
    const sent = await Promise.allSettled(bodies.map((body) => send(ada, id, body, { clientNonce: body })));
    await rows(`ALTER TABLE message DROP CONSTRAINT no_poison`);
    expect(sent.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([17]);
    await expectWhole(
      id,
      bodies.filter((body) => body !== 'poison'),
    );
  });

  it('does not let one conversation that somebody holds stop the others', async () => {
    const [held, free] = [await talk.start(ada, [ben], 'Held'), await talk.start(ada, [ben], 'Free')];
    await withClient(chat.database.superuserUrl, async (client) => {
      await client.query('BEGIN');
      await client.query('SELECT FROM conversation WHERE id = $1 FOR UPDATE', [uuidOf(held)]);
      // Whichever of them comes first, and with whom.
      const stuck = send(ada, held, 'h');
      const others = Promise.all(Array.from({ length: 7 }, (_, i) => send(ben, free, `f${i}`)));
      const first = await Promise.race([others, stuck]);
      expect(first).toHaveLength(7);
      await client.query('ROLLBACK');
      expect((await stuck).message?.body).toBe('h');
    });
    await expectWhole(held, ['h']);
    await expectWhole(
      free,
      Array.from({ length: 7 }, (_, i) => `f${i}`),
    );
  });
});
