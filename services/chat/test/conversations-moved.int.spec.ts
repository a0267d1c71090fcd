import { standingsSubject, type StandingNews } from '@parley/contracts';
import { connectNats } from '@parley/bus';
import { withClient } from '@parley/testing';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';
import { InboxGateway } from './inbox-followed.ts';
import { Talk } from './talk.ts';

let chat: ChatUnderTest;
let talk: Talk;
let gateway: InboxGateway;
let wire: NatsConnection;
let ada: TestPerson, ben: TestPerson, cy: TestPerson;
const news: StandingNews[] = [];

beforeAll(async () => {
  chat = await startChat();
  talk = await Talk.with(chat);
  gateway = await InboxGateway.start(chat);
  wire = await connectNats(chat.nats.url('gateway'), 'wire in a test');
  wire.subscribe(standingsSubject('chat'), { callback: (_, message) => void news.push(message.json<StandingNews>()) });
  await wire.flush();
});
beforeEach(async () => {
  const org = organisation();
  [ada, ben, cy] = [await known(org, 'Ada'), await known(org, 'Ben'), await known(org, 'Cy')];
});
afterAll(async () => {
  await gateway.stop();
  await wire.close();
  await talk.close();
  await chat.stop();
});

const known = (org: TestPerson['org'], name: string) => chat.register(person(org), name);
const until = <T>(work: () => T | Promise<T>) => vi.waitFor(work, { timeout: 10_000, interval: 50 });
const sql = <Row>(text: string, values: unknown[] = []) =>
  withClient(chat.database.superuserUrl, async (client) => (await client.query(text, values)).rows as Row[]);
const read = (by: TestPerson, conversationId: string, seq: number) =>
  talk.change(by, 'markRead', { conversationId, seq }, 'conversation { unreadCount }');
const group = async (...others: TestPerson[]) => talk.start(ada, others, 'Tea');
/** Longer than a tick and the look a second after opening; what is not told by then was not lost, it is not told. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 2_000));

/**
 * Until no transaction is open any more that was begun before: what was written beside one, of any database of this Postgres, may be told
 * once more behind a mark made meanwhile.
 */
const allOver = async () => {
  const [now] = await sql<{ begun: string }>(`SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS begun`);
  await until(() =>
    sql<{ over: boolean }>(`SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= $1 AS over`, [
      now?.begun,
    ]).then(([row]) => expect(row?.over).toBe(true)),
  );
};

const follow: InboxGateway['follow'] = async (...where) => {
  await allOver();
  return gateway.follow(...where);
};

/** While the lock of the outbox's relay is the test's, no fact goes out. */
const withoutRelay = (work: () => Promise<void>) =>
  withClient(chat.database.superuserUrl, async (client) => {
    const mine = client.query(`SELECT pg_advisory_lock(hashtext('parley:outbox'))`);
    await until(() =>
      sql(`SELECT pg_terminate_backend(held.pid) FROM pg_locks held JOIN pg_locks waits USING (locktype, database, objid)
           WHERE locktype = 'advisory' AND held.granted AND NOT waits.granted`).then((ended) =>
        expect(ended).toHaveLength(1),
      ),
    );
    await mine;
    await work();
  });

describe('conversations that moved, live', () => {
  it('are told once a tick, as they stand at its end', async () => {
    const id = await group(ben);
    const followed = await follow(ben);
    await settled();
    const before = followed.moves.length;
    await Promise.all(Array.from({ length: 40 }, (_, i) => talk.say(ada, id, `m${i}`)));
    await until(() => expect(followed.moves.at(-1)).toEqual({ conversationId: id, lastSeq: 40, unreadCount: 40 }));
    const told = followed.moves.slice(before);
    expect(told.length).toBeLessThan(40);
    expect(told.map(({ lastSeq }) => lastSeq)).toEqual(
      [...new Set(told.map(({ lastSeq }) => Number(lastSeq)))].sort((a, b) => a - b),
    );
    followed.leave();
  });

  it('are told straight after the message is stored: no fact has to leave the outbox', async () => {
    const id = await group(ben);
    await withoutRelay(async () => {
      await talk.say(ada, id, 'one');
      await until(() => expect(JSON.stringify(news).includes(id)).toBe(true));
      const [waiting] = await sql<{ count: number }>(
        `SELECT count(*)::int FROM outbox WHERE published_at IS NULL AND strpos(payload::text, $1) > 0`,
        [id],
      );
      expect(waiting?.count).toBeGreaterThan(0);
    });
  });

  it('are told to all devices when one of them has read', async () => {
    const id = await group(ben);
    await talk.say(ada, id, 'one');
    const [phone, desk] = [await follow(ben), await follow(ben)];
    await settled();
    const before = phone.moves.length;
    for (let time = 0; time < 3; time += 1) await read(ben, id, 1);
    const stands = { conversationId: id, lastSeq: 1, unreadCount: 0 };
    for (const device of [phone, desk]) await until(() => expect(device.moves.at(-1)).toEqual(stands));
    await settled();
    expect(phone.moves.slice(before)).toEqual([stands]);
    for (const device of [phone, desk]) device.leave();
  });

  it('show their newest message to those who were in when it was said, and not what became of it', async () => {
    const id = await group(ben);
    const [bens, cys] = [await follow(ben), await follow(cy)];
    const { id: messageId } = await talk.say(ada, id, 'a secret');
    await until(() => expect(bens.previews.at(-1)).toBe('a secret'));
    await talk.change(ada, 'addMembers', { conversationId: id, userIds: [cy.sub] }, 'conversation { id }');
    const added = { conversationId: id, lastSeq: 2, unreadCount: 0 };
    await until(() => expect([cys.moves.at(-1), cys.previews.at(-1)]).toEqual([added, null]));
    await until(() => expect([bens.moves.at(-1)?.['lastSeq'], bens.previews.at(-1)]).toEqual([2, 'a secret']));
    await talk.change(ada, 'deleteMessage', { messageId }, 'message { id }');
    await until(() => expect([bens.moves.at(-1)?.['lastSeq'], bens.previews.at(-1) || '']).toEqual([3, '']));
    const back = await follow(cy, cys.events[0]?.['cursor'] as string);
    // Once more, if the tail that it shares with their other device was about to look.
    expect(new Set(back.previews)).toEqual(new Set([null]));
    for (const one of [bens, cys, back]) one.leave();
  });

  it('are found by the tail check when nothing was told of them', async () => {
    const id = await group(ben);
    const followed = await follow(ben);
    await settled();
    // Moved behind everybody's back: no fact, no wake-up.
    await sql(`UPDATE conversation SET last_seq = 7, message_count = 3 WHERE id = $1`, [id.slice(4)]);
    const at = performance.now();
    await until(() => expect(followed.moves.at(-1)).toEqual({ conversationId: id, lastSeq: 7, unreadCount: 3 }));
    expect(performance.now() - at).toBeLessThan(6_000);
    followed.leave();
  });
});

describe('somebody who is back', () => {
  it('hears nothing of what has not moved, whatever else stands in their inbox', async () => {
    const id = await group(ben);
    await talk.say(ada, id, 'one');
    const followed = await follow(ben);
    const back = await follow(ben, followed.leave());
    expect(back.types).toEqual(['InboxReady']);
    await settled();
    expect(back.types).toEqual(['InboxReady']);
    back.leave();
  });

  it('hears each that moved once, as it stands now, before it is told to be ready', async () => {
    const [tea, cake, quiet] = [await group(ben), await group(ben, cy), await group(ben)];
    for (const id of [tea, cake, quiet]) await talk.say(ada, id, 'before');
    await read(ben, cake, 1);
    const followed = await follow(ben);
    const cursor = followed.leave();
    for (let time = 0; time < 3; time += 1) await talk.say(ada, tea, 'while away');
    await talk.say(cy, cake, 'here too');
    await read(ben, cake, 2);
    const back = await follow(ben, cursor);
    expect(back.types.at(-1)).toBe('InboxReady');
    expect(back.types).toHaveLength(3);
    expect(new Map(back.moves.map(({ conversationId, ...rest }) => [conversationId, rest]))).toEqual(
      new Map([
        [tea, { lastSeq: 4, unreadCount: 4 }],
        [cake, { lastSeq: 2, unreadCount: 0 }],
      ]),
    );
    // Whatever they had got to: each cursor leads on to exactly what came behind it.
    const cursors = back.events.map(({ cursor: one }) => one as string);
    back.leave();
    for (const [index, one] of cursors.entries()) {
      const again = await follow(ben, one);
      expect(again.types).toEqual(
        back.types.slice(index + 1).length > 0 ? back.types.slice(index + 1) : ['InboxReady'],
      );
      again.leave();
    }
  });

  it('hears of more conversations than a page holds', async () => {
    const followed = await follow(ben);
    const cursor = followed.leave();
    const count = 1_200;
    await sql(
      `WITH made AS (
         INSERT INTO conversation (organisation_id, id, kind, created_by, last_seq, message_count)
         SELECT $1, gen_random_uuid(), 'group', $2, n, n FROM generate_series(1, ${count}) n RETURNING organisation_id, id
       ) INSERT INTO conversation_member (organisation_id, conversation_id, user_id, joined_seq) SELECT organisation_id, id, $3, 0 FROM made`,
      [ada.org.slice(4), ada.sub.slice(4), ben.sub.slice(4)],
    );
    const back = await follow(ben, cursor);
    expect(back.types.at(-1)).toBe('InboxReady');
    expect(back.moves.map(({ lastSeq }) => Number(lastSeq)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, i) => i + 1),
    );
    back.leave();
  });

  it('hears of what commits only after the cursor, though it was begun before it', async () => {
    const [slow, quick] = [await group(ben), await group(ben)];
    await withClient(chat.database.superuserUrl, async (client) => {
      await client.query('BEGIN');
      await client.query(`UPDATE conversation SET last_seq = 9, message_count = 9 WHERE id = $1`, [slow.slice(4)]);
      await talk.say(ada, quick, 'later begun, sooner committed');
      const followed = await gateway.follow(ben);
      const cursor = followed.leave();
      await client.query('COMMIT');
      const back = await gateway.follow(ben, cursor);
      expect(back.moves).toContainEqual({ conversationId: slow, lastSeq: 9, unreadCount: 9 });
      back.leave();
    });
  });

  it('after a removal and a return is told how it stands, and counts nothing of what was said between', async () => {
    const id = await group(ben);
    await talk.say(ada, id, 'heard');
    const followed = await follow(ben);
    const change = (name: string, more: object) =>
      talk.change(ada, name, { conversationId: id, ...more }, 'conversation { id }');
    await change('removeMember', { userId: ben.sub });
    await until(() => expect(followed.types.at(-1)).toBe('ConversationLeft'));
    const cursor = followed.leave();
    for (let time = 0; time < 5; time += 1) await talk.say(ada, id, 'between');
    const outside = await follow(ben, cursor);
    expect(outside.types).toEqual(['InboxReady']);
    await change('addMembers', { userIds: [ben.sub] });
    await until(() => expect(outside.moves.at(-1)).toEqual({ conversationId: id, lastSeq: 8, unreadCount: 0 }));
    outside.leave();
    const back = await follow(ben, cursor);
    expect(back.moves).toEqual([{ conversationId: id, lastSeq: 8, unreadCount: 0 }]);
    back.leave();
  });

  it('with a cursor of before there were marks hears how everything stands', async () => {
    const id = await group(ben);
    const followed = await follow(ben);
    const [old] = followed.leave().split('.');
    const back = await follow(ben, old);
    expect([back.moves, back.types.at(-1)]).toEqual([
      [{ conversationId: id, lastSeq: 0, unreadCount: 0 }],
      'InboxReady',
    ]);
    back.leave();
  });

  it('with a cursor that is not theirs, forged or of nonsense is refused', async () => {
    const mine = (await follow(ben)).leave();
    const theirs = (await follow(cy)).leave();
    const [cursor, mark] = mine.split('.');
    for (const bad of [
      theirs,
      `${cursor}.${theirs.split('.')[1]}`,
      `${theirs.split('.')[0]}.${mark}`,
      `${mine}x`,
      `${mine}.${mark}`,
      `${cursor}.`,
      `.${mark}`,
    ])
      await expect(follow(ben, bad)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('a group of a thousand', () => {
  it('costs no row and, a tick, one message on the wire', async () => {
    const id = await group(ben);
    await sql(
      `INSERT INTO conversation_member (organisation_id, conversation_id, user_id, joined_seq) SELECT $1, $2, gen_random_uuid(), 0 FROM generate_series(1, 998)`,
      [ada.org.slice(4), id.slice(4)],
    );
    const followed = await follow(ben);
    await settled();
    const rows = () =>
      sql(
        'SELECT (SELECT count(*) FROM person_inbox_event) AS entries, (SELECT sum(last_seq) FROM person_inbox) AS heads',
      );
    const before = await rows();
    news.length = 0;
    const begun = performance.now();
    for (let time = 0; time < 50; time += 1) await talk.say(ada, id, 'to everybody');
    await until(() => expect(followed.moves.at(-1)).toEqual({ conversationId: id, lastSeq: 50, unreadCount: 50 }));
    const ticks = Math.ceil((performance.now() - begun) / 150) + 1;
    expect(await rows()).toEqual(before);
    const ours = news.filter(({ key }) => key === id);
    expect(ours.length).toBeLessThanOrEqual(ticks);
    expect(ours.at(-1)?.to).toHaveLength(1_000);
    expect(followed.moves.length).toBeLessThanOrEqual(ours.length + 1);
    followed.leave();
  });
});
