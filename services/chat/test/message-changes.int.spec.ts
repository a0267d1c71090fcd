import { connectNats } from '@parley/bus';
import { liveOpenSubject, liveReadSubject, type KeptEvent } from '@parley/contracts';
import { hashOfArguments } from '@parley/identity';
import { newId } from '@parley/persistence';
import { withClient } from '@parley/testing';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';
import type { ReadPage } from './talk.ts';

interface Shown {
  id: string;
  seq: number;
  body: string;
  editedAt: string | null;
  deletedAt: string | null;
  replyTo: { messageId: string; author: { displayName: string }; excerpt: string | null; isDeleted: boolean } | null;
  reactions: { emoji: string; count: number; userIds: string[]; users: { displayName: string }[] }[];
  mentions: { userId: string; displayName: string }[];
  edits: { nodes: { body: string; replacedAt: string }[]; pageInfo: { hasNextPage: boolean } } | null;
}
interface Answer {
  message: Shown | null;
  userErrors: { code: string; field: string[] | null }[];
}

const PARTS = `id seq body editedAt deletedAt replyTo { messageId author { displayName } excerpt isDeleted }
  reactions { emoji count userIds users { displayName } } mentions { userId displayName } edits(first: 10) { nodes { body replacedAt } pageInfo { hasNextPage } }`;

let chat: ChatUnderTest;
let gateway: NatsConnection;
let ada: TestPerson, ben: TestPerson, cy: TestPerson, stranger: TestPerson;
beforeAll(async () => {
  chat = await startChat();
  gateway = await connectNats(chat.nats.url('gateway'), 'gateway in a test');
  const org = organisation();
  ada = await chat.register(person(org), 'Ada');
  ben = await chat.register(person(org), 'Ben');
  cy = await chat.register(person(org), 'Cy');
  stranger = await chat.register(person(organisation()), 'Stranger');
});
afterAll(async () => {
  await gateway.close();
  await chat.stop();
});

const change = async (by: TestPerson, name: string, input: object): Promise<Answer> => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { message { ${PARTS} } userErrors { code field } } }`;
  const { data, errors } = await chat.ask<Record<string, Answer>>(by, query, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return data[name] as Answer;
};
const send = (by: TestPerson, conversationId: string, body: string, more: object = {}) =>
  change(by, 'sendMessage', { conversationId, body, ...more });
const said = async (by: TestPerson, conversationId: string, body: string, more: object = {}) =>
  (await send(by, conversationId, body, more)).message as Shown;
const edit = (by: TestPerson, messageId: string, body: string, more: object = {}) =>
  change(by, 'editMessage', { messageId, body, ...more });
const remove = (by: TestPerson, messageId: string) => change(by, 'deleteMessage', { messageId });
const react = (by: TestPerson, messageId: string, emoji: string, on = true) =>
  change(by, 'setReaction', { messageId, emoji, on });
const code = async (answer: Promise<Answer>) => (await answer).userErrors[0]?.code;

async function start(others: TestPerson[], by = ada): Promise<string> {
  const query = `mutation ($input: StartConversationInput!) { startConversation(input: $input) { conversation { id } } }`;
  const input = { memberIds: others.map(({ sub }) => sub), title: 'Changes' };
  const { data } = await chat.ask<{ startConversation: { conversation: { id: string } } }>(by, query, { input });
  return data.startConversation.conversation.id;
}
const list = async (by: TestPerson, id: string): Promise<Shown[]> => {
  const query = `query ($id: ID!) { conversation(id: $id) { messages(last: 50) { nodes { ${PARTS} } } } }`;
  const { data } = await chat.ask<{ conversation: { messages: { nodes: Shown[] } } }>(by, query, { id });
  return data.conversation.messages.nodes;
};

/** Everything somebody may follow there, read as a gateway reads it. */
async function followed(field: string, who: TestPerson, args: object): Promise<KeptEvent['event'][]> {
  const claim = await chat.claim(who, hashOfArguments(field, args as Record<string, unknown>));
  const question = JSON.stringify({ v: 1, field, args, claim });
  const { grant } = (await gateway.request(liveOpenSubject('chat'), question)).json<{ grant: string }>();
  const read = JSON.stringify({ v: 1, grant, after: 0, limit: 100, maxBytes: 400_000 });
  const { events, beside } = (await gateway.request(liveReadSubject('chat'), read)).json<ReadPage>();
  return [...events, ...(beside?.standings ?? [])].map(({ event }) => event);
}
const logOf = (who: TestPerson, conversationId: string) => followed('conversationEvents', who, { conversationId });
const mentionsOf = async (who: TestPerson) =>
  (await followed('inbox', who, {})).filter((event) => event['__typename'] === 'Mentioned');

const sql = (text: string, values: unknown[] = []) =>
  withClient(chat.database.superuserUrl, async (client) => (await client.query(text, values)).rows);
const rowsIn = async (table: string) => Number((await sql(`SELECT count(*) FROM ${table}`))[0].count);
/** Leaves, and (with `again`) is back behind the gap. */
async function leave(who: TestPerson, id: string, again = false): Promise<void> {
  const keys = [id.slice(4), who.sub.slice(4)];
  const head = Number((await sql('SELECT last_seq FROM conversation WHERE id = $1', [id.slice(4)]))[0].last_seq);
  await sql('UPDATE conversation_member SET left_seq = $3 WHERE conversation_id = $1 AND user_id = $2', [
    ...keys,
    head,
  ]);
  if (!again) return;
  await said(ada, id, 'while they were away');
  await sql(
    `INSERT INTO conversation_member (organisation_id, conversation_id, user_id, joined_seq) SELECT organisation_id, id, $2, last_seq FROM conversation WHERE id = $1`,
    keys,
  );
}

describe('editing', () => {
  it('says something else from now on, keeps what it said before, and tells it in the log', async () => {
    const id = await start([ben]);
    const message = await said(ada, id, 'one');
    const edited = (await edit(ada, message.id, 'two')).message;
    expect(edited).toMatchObject({
      id: message.id,
      seq: 1,
      body: 'two',
      editedAt: expect.any(String),
      deletedAt: null,
    });
    await edit(ada, message.id, 'three');
    const [shown] = await list(ben, id);
    expect(shown?.body).toBe('three');
    expect(shown?.edits?.nodes.map(({ body }) => body)).toEqual(['one', 'two']);
    // Told late, all of it reads as it stands by then.
    expect(await logOf(ben, id)).toMatchObject([
      { __typename: 'MessageSent', message: { id: message.id, body: 'three', editedAt: shown?.editedAt } },
      { __typename: 'MessageEdited', message: { id: message.id, body: 'three' } },
      {
        __typename: 'MessageEdited',
        message: { body: 'three', author: { displayName: 'Ada' } },
      },
    ]);
  });

  it('by the same words changes nothing', async () => {
    const id = await start([ben]);
    const message = await said(ada, id, 'one');
    const first = await edit(ada, message.id, 'two');
    expect(await edit(ada, message.id, 'two')).toEqual(first);
    expect(await logOf(ada, id)).toHaveLength(2);
    expect((await list(ada, id))[0]?.edits?.nodes).toHaveLength(1);
  });

  it.each(['', ' \n', 'x'.repeat(16_385), 'a\u0000b'])('refuses a body', async (body) => {
    const id = await start([ben]);
    const message = await said(ada, id, 'one');
    expect(await edit(ada, message.id, body)).toEqual({
      message: null,
      userErrors: [{ code: 'BAD_USER_INPUT', field: ['body'] }],
    });
    expect(await list(ada, id)).toMatchObject([{ body: 'one', editedAt: null }]);
  });

  it('is its author’s: FORBIDDEN to others, and to who may not know of it as what is not there', async () => {
    const id = await start([ben]);
    const message = await said(ada, id, 'one');
    for (const attempt of [edit(ben, message.id, 'x'), remove(ben, message.id)])
      expect(await code(attempt)).toBe('FORBIDDEN');
    const nothing = newId('message');
    for (const outsider of [cy, stranger]) {
      expect(await edit(outsider, message.id, 'x')).toEqual(await edit(outsider, nothing, 'x'));
      for (const attempt of [
        edit(outsider, message.id, 'x'),
        remove(outsider, message.id),
        react(outsider, message.id, '👍'),
      ])
        expect(await attempt).toEqual({ message: null, userErrors: [{ code: 'NOT_FOUND', field: ['messageId'] }] });
    }
    // Nor by naming a conversation of one's own.
    const own = await start([ben], cy);
    expect(await code(change(cy, 'editMessage', { messageId: message.id, conversationId: own, body: 'x' }))).toBe(
      'NOT_FOUND',
    );
    expect(await code(edit(ada, 'msg_1', 'x'))).toBe('BAD_USER_INPUT');
    expect(await list(ada, id)).toMatchObject([{ body: 'one', editedAt: null, deletedAt: null, reactions: [] }]);
    expect(await logOf(ada, id)).toHaveLength(1);
  });

  it('ends with leaving', async () => {
    const id = await start([ben, cy]);
    const message = await said(ben, id, 'mine');
    await leave(ben, id);
    for (const attempt of [edit(ben, message.id, 'x'), remove(ben, message.id), react(ben, message.id, '👍')])
      expect(await code(attempt)).toBe('NOT_FOUND');
    expect(await list(ada, id)).toMatchObject([{ body: 'mine', deletedAt: null, reactions: [] }]);
  });

  it('does not tell the words to who was not in when they were said', async () => {
    const id = await start([ben, cy]);
    const early = await said(ada, id, 'early');
    await leave(ben, id, true);
    const [, hidden] = await list(ada, id);
    await edit(ada, hidden?.id as string, 'still not for Ben');
    await edit(ada, early.id, 'early, edited');
    const answer = await said(ada, id, 'see above', { replyToId: hidden?.id });
    expect(answer.replyTo?.excerpt).toBe('still not for Ben');
    const told = (await logOf(ben, id)).filter(({ __typename }) => __typename !== 'MemberRemoved');
    const later = told.slice(1);
    expect(JSON.stringify(told)).not.toMatch(/away|not for Ben/);
    expect(later).toMatchObject([
      { __typename: 'MessageEdited', message: { id: hidden?.id, body: '', mentions: [] }, isWithheld: true },
      { __typename: 'MessageEdited', message: { body: 'early, edited' }, isWithheld: false },
      { __typename: 'MessageSent', message: { body: 'see above', replyTo: { messageId: hidden?.id, excerpt: null } } },
    ]);
    expect((await list(ben, id)).at(-1)?.replyTo).toMatchObject({ excerpt: null, isDeleted: false });
    expect((await list(cy, id)).at(-1)?.replyTo).toMatchObject({ excerpt: 'still not for Ben' });
    expect(await code(react(ben, hidden?.id as string, '👍'))).toBe('NOT_FOUND');
    expect(await code(send(ben, id, 'x', { replyToId: hidden?.id }))).toBe('NOT_FOUND');
  });
});

describe('deleting', () => {
  it('leaves the place, and nothing of the words anywhere', async () => {
    const id = await start([ben]);
    const message = await said(ada, id, 'secret one', { mentions: [ben.sub] });
    await edit(ada, message.id, 'secret two');
    await react(ben, message.id, '👍');
    const answer = await said(ben, id, 'what?', { replyToId: message.id });
    expect(answer.replyTo).toMatchObject({
      messageId: message.id,
      excerpt: 'secret two',
      author: { displayName: 'Ada' },
    });
    const gone = await remove(ada, message.id);
    expect(gone.message).toMatchObject({
      body: '',
      deletedAt: expect.any(String),
      editedAt: null,
      reactions: [],
      mentions: [],
      edits: { nodes: [] },
    });
    expect(await remove(ada, message.id)).toEqual(gone);
    expect(await list(ben, id)).toMatchObject([
      { id: message.id, seq: 1, body: '', deletedAt: gone.message?.deletedAt, reactions: [], edits: { nodes: [] } },
      { body: 'what?', replyTo: { messageId: message.id, excerpt: null, isDeleted: true } },
    ]);
    const log = await logOf(ben, id);
    expect(log.at(-1)).toMatchObject({
      __typename: 'MessageDeleted',
      messageId: message.id,
      deletedAt: gone.message?.deletedAt,
    });
    expect(log.filter(({ __typename }) => __typename === 'MessageDeleted')).toHaveLength(1);
    expect(JSON.stringify([log, await mentionsOf(ben)])).not.toContain('secret');
    for (const table of ['message', 'message_edit', 'conversation_event', 'person_inbox_event'])
      expect(await rowsIn(`${table} t WHERE t::text LIKE '%secret%'`)).toBe(0);
  });

  it('is final: no edit, no reaction', async () => {
    const id = await start([ben]);
    const message = await said(ada, id, 'one');
    await remove(ada, message.id);
    expect(await code(edit(ada, message.id, 'two'))).toBe('CONFLICT');
    expect(await code(react(ben, message.id, '👍'))).toBe('CONFLICT');
    expect(await list(ada, id)).toMatchObject([{ body: '', reactions: [] }]);
  });
});

describe('reactions', () => {
  it('are counted with who they are of, once each, and told', async () => {
    const id = await start([ben, cy]);
    const message = await said(ada, id, 'one');
    await react(ben, message.id, '👍');
    const both = await react(cy, message.id, '👍');
    expect(await react(cy, message.id, '👍')).toEqual(both);
    await react(ben, message.id, '🎉');
    const [shown] = await list(cy, id);
    expect(shown?.reactions).toEqual([
      { emoji: '👍', count: 2, userIds: [cy.sub, ben.sub], users: [{ displayName: 'Cy' }, { displayName: 'Ben' }] },
      { emoji: '🎉', count: 1, userIds: [ben.sub], users: [{ displayName: 'Ben' }] },
    ]);
    const less = await react(ben, message.id, '👍', false);
    expect(await react(ben, message.id, '👍', false)).toEqual(less);
    expect(less.message?.reactions.map(({ emoji, count }) => [emoji, count])).toEqual([
      ['👍', 1],
      ['🎉', 1],
    ]);
    expect((await logOf(ada, id)).slice(1)).toMatchObject([
      {
        __typename: 'ReactionChanged',
        messageId: message.id,
        emoji: '👍',
        user: { userId: ben.sub, displayName: 'Ben' },
        on: true,
        count: 1,
      },
      { user: { userId: cy.sub }, on: true, count: 2 },
      { emoji: '🎉', on: true, count: 1 },
      { emoji: '👍', user: { userId: ben.sub }, on: false, count: 1 },
    ]);
  });

  it('are one emoji each, and twenty different ones at most', async () => {
    const id = await start([ben]);
    const message = await said(ada, id, 'one');
    for (const bad of ['👍'.repeat(50), 'x'.repeat(100), '', 'ok', '👍\u0000'])
      expect(await react(ben, message.id, bad)).toEqual({
        message: null,
        userErrors: [{ code: 'BAD_USER_INPUT', field: ['emoji'] }],
      });
    const twenty = Array.from({ length: 20 }, (_, i) => String.fromCodePoint(0x1f600 + i));
    for (const emoji of twenty) expect(await code(react(ben, message.id, emoji))).toBeUndefined();
    expect(await code(react(ada, message.id, '🚀'))).toBe('BAD_USER_INPUT');
    expect(await code(react(ada, message.id, twenty[0] as string))).toBeUndefined();
    expect((await list(ada, id))[0]?.reactions).toHaveLength(20);
  });

  it('are whole when many come at once', async () => {
    const id = await start([ben, cy]);
    const message = await said(ada, id, 'one');
    const everyone = [ada, ben, cy].flatMap((who) => ['👍', '🎉', '❤️'].map((emoji) => react(who, message.id, emoji)));
    await Promise.all([...everyone, ...[ada, ben, cy].map((who) => react(who, message.id, '👍'))]);
    const [shown] = await list(ada, id);
    expect(shown?.reactions.map(({ count, userIds }) => [count, userIds.length])).toEqual([
      [3, 3],
      [3, 3],
      [3, 3],
    ]);
    expect(await logOf(ada, id)).toHaveLength(10);
  });
});

describe('answers and mentions', () => {
  it('stand in the message and in its event; the quote is as it reads now', async () => {
    const id = await start([ben, cy]);
    const first = await said(ada, id, 'x'.repeat(300));
    const answer = await said(ben, id, 'hey @Cy', { replyToId: first.id, mentions: [cy.sub, cy.sub] });
    expect(answer).toMatchObject({
      replyTo: { messageId: first.id, author: { displayName: 'Ada' }, excerpt: 'x'.repeat(200), isDeleted: false },
      mentions: [{ userId: cy.sub, displayName: 'Cy' }],
    });
    await edit(ada, first.id, 'shorter');
    expect((await list(cy, id)).at(-1)).toMatchObject({
      replyTo: { excerpt: 'shorter' },
      mentions: [{ userId: cy.sub }],
    });
    expect((await logOf(cy, id))[1]).toMatchObject({
      message: {
        replyTo: { __typename: 'MessageQuote', excerpt: 'shorter' },
        mentions: [{ __typename: 'MessageAuthor', userId: cy.sub }],
      },
    });
  });

  it('refuse a message of another conversation, strangers, and too many; nothing is stored', async () => {
    const [id, other] = [await start([ben]), await start([cy])];
    const elsewhere = await said(ada, other, 'elsewhere');
    const before = await rowsIn('message');
    for (const replyToId of [elsewhere.id, newId('message')])
      expect(await send(ada, id, 'x', { replyToId })).toEqual({
        message: null,
        userErrors: [{ code: 'NOT_FOUND', field: ['replyToId'] }],
      });
    expect(await code(send(ada, id, 'x', { replyToId: 'msg_1' }))).toBe('BAD_USER_INPUT');
    for (const mentions of [[cy.sub], [stranger.sub], [ben.sub, newId('user')]])
      expect(await send(ada, id, 'x', { mentions })).toEqual({
        message: null,
        userErrors: [{ code: 'NOT_FOUND', field: ['mentions'] }],
      });
    expect(await code(send(ada, id, 'x', { mentions: ['everyone'] }))).toBe('BAD_USER_INPUT');
    expect(await code(send(ada, id, 'x', { mentions: Array.from({ length: 51 }, () => newId('user')) }))).toBe(
      'BAD_USER_INPUT',
    );
    expect(await rowsIn('message')).toBe(before);
  });

  it('belong to the nonce: another answer or mention under it is a CONFLICT, the same is the same, edited or deleted', async () => {
    const id = await start([ben, cy]);
    const first = await said(ada, id, 'first');
    const all = { clientNonce: 'n1', replyToId: first.id, mentions: [ben.sub, cy.sub] };
    const message = await said(ada, id, 'hello', all);
    for (const [body, more] of [
      ['other', all],
      ['hello', { ...all, replyToId: undefined }],
      ['hello', { ...all, replyToId: message.id }],
      ['hello', { ...all, mentions: [ben.sub] }],
      ['hello', { clientNonce: 'n1' }],
    ] as const)
      expect(await send(ada, id, body, more)).toEqual({
        message: null,
        userErrors: [{ code: 'CONFLICT', field: ['clientNonce'] }],
      });
    expect((await send(ada, id, 'hello', { ...all, mentions: [cy.sub, ben.sub] })).message).toEqual(message);
    await edit(ada, message.id, 'edited');
    expect((await send(ada, id, 'hello', all)).message).toMatchObject({ id: message.id, body: 'edited' });
    expect(await code(send(ada, id, 'edited', all))).toBe('CONFLICT');
    await remove(ada, message.id);
    expect((await send(ada, id, 'hello', all)).message).toMatchObject({
      id: message.id,
      body: '',
      deletedAt: expect.any(String),
    });
    expect(await list(ada, id)).toHaveLength(2);
  });

  it('tell the mentioned once, an edit those who are new to it, and nobody that they mention themselves', async () => {
    const id = await start([ben, cy]);
    const before = [await mentionsOf(ada), await mentionsOf(ben), await mentionsOf(cy)].map(({ length }) => length);
    const message = await said(ada, id, 'hey @Ben', { mentions: [ben.sub, ada.sub], clientNonce: 'n1' });
    await said(ada, id, 'hey @Ben', { mentions: [ben.sub, ada.sub], clientNonce: 'n1' });
    await edit(ada, message.id, 'hey @Ben and @Cy', { mentions: [cy.sub, ben.sub] });
    await edit(ada, message.id, 'hey');
    expect((await list(ben, id))[0]?.mentions).toMatchObject([{ userId: cy.sub }, { userId: ben.sub }]);
    await edit(ada, message.id, 'hey you', { mentions: [] });
    expect((await list(ben, id))[0]?.mentions).toEqual([]);
    await edit(ada, message.id, 'hey @Ben', { mentions: [ben.sub] });
    const [adas, bens, cys] = [await mentionsOf(ada), await mentionsOf(ben), await mentionsOf(cy)];
    expect([adas, bens, cys].map(({ length }) => length)).toEqual([
      before[0],
      (before[1] ?? 0) + 1,
      (before[2] ?? 0) + 1,
    ]);
    expect(bens.at(-1)).toMatchObject({
      __typename: 'Mentioned',
      conversationId: id,
      message: { __typename: 'Message', id: message.id, body: 'hey @Ben', author: { displayName: 'Ada' } },
    });
    expect(await code(edit(ada, message.id, 'x', { mentions: [stranger.sub] }))).toBe('NOT_FOUND');
    expect((await list(ben, id))[0]?.body).toBe('hey @Ben');
  });

  it('an edit may not call who was not in when it was said', async () => {
    const id = await start([ben, cy]);
    await leave(ben, id, true);
    const hidden = (await list(ada, id)).at(-1);
    expect(await code(edit(ada, hidden?.id as string, 'hey @Ben', { mentions: [ben.sub] }))).toBe('NOT_FOUND');
    expect(await code(edit(ada, hidden?.id as string, 'hey @Cy', { mentions: [cy.sub] }))).toBeUndefined();
  });
});

describe('lists of conversations', () => {
  it('hear when their newest message changes', async () => {
    const id = await start([ben]);
    const [first, newest] = [await said(ada, id, 'one'), await said(ada, id, 'two')];
    const moves = async () =>
      (await followed('inbox', ben, {})).filter(
        (event) => event['conversationId'] === id && event['__typename'] === 'ConversationMoved',
      );
    await expect.poll(async () => (await moves()).at(-1)?.['lastSeq'], { timeout: 10_000 }).toBe(2);
    await edit(ada, first.id, 'one, edited');
    expect(await moves()).toMatchObject([{ lastSeq: 3, unreadCount: 2 }]);
    await remove(ada, newest.id);
    expect(await moves()).toMatchObject([{ lastSeq: 4, unreadCount: 2 }]);
  });
});
