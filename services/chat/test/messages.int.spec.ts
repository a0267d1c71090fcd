import { withClient, type TestAnswer } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';

interface UserErrors {
  userErrors: { code: string; field: string[] | null }[];
}
interface Started extends UserErrors {
  conversation: { id: string; title: string | null; isDirect: boolean } | null;
}
interface MessagePage {
  messages: { nodes: { body: string }[]; pageInfo: { startCursor: string; hasPreviousPage: boolean } };
}
interface Sent extends UserErrors {
  message: { id: string; seq: number; body: string; author: { displayName: string } } | null;
}

let chat: ChatUnderTest;
let ada: TestPerson, ben: TestPerson, cy: TestPerson, stranger: TestPerson;
beforeAll(async () => {
  chat = await startChat();
  const org = organisation();
  ada = await chat.register(person(org), 'Ada');
  ben = await chat.register(person(org), 'Ben', true);
  cy = await chat.register(person(org), 'Cy');
  stranger = await chat.register(person(organisation()), 'Stranger');
});
afterAll(() => chat.stop());

async function start(by: TestPerson, memberIds: string[], title?: string): Promise<Started> {
  const query = `mutation ($input: StartConversationInput!) { startConversation(input: $input) { conversation { id title isDirect } userErrors { code field } } }`;
  return (await chat.ask<{ startConversation: Started }>(by, query, { input: { memberIds, title } })).data
    .startConversation;
}

async function send(by: TestPerson, conversationId: string, body: string, clientNonce?: string): Promise<Sent> {
  const query = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id seq body author { displayName } } userErrors { code field } } }`;
  return (await chat.ask<{ sendMessage: Sent }>(by, query, { input: { conversationId, body, clientNonce } })).data
    .sendMessage;
}

async function bodies(by: TestPerson, id: string): Promise<string[] | undefined> {
  const { data } = await chat.ask<{ conversation: { messages: { nodes: { body: string }[] } } | null }>(
    by,
    `query ($id: ID!) { conversation(id: $id) { messages(last: 100) { nodes { body } } } }`,
    { id },
  );
  return data.conversation?.messages.nodes.map(({ body }) => body);
}

const count = (sql: string) =>
  withClient(chat.database.superuserUrl, async (client) => Number((await client.query(sql)).rows[0].count));

describe('starting a conversation', () => {
  it('finds the one-to-one there is, from either side and at once', async () => {
    const made = await Promise.all([start(ada, [ben.sub]), start(ben, [ada.sub]), start(ada, [ben.sub, ben.sub])]);
    expect(new Set(made.map(({ conversation }) => conversation?.id)).size).toBe(1);
    expect(made[0]?.conversation).toMatchObject({ isDirect: true, title: null });
    const group = await start(ada, [ben.sub], 'Two with a title');
    expect(group.conversation).toMatchObject({ isDirect: false, title: 'Two with a title' });
  });

  it('refuses bad ids, nobody, oneself, strangers, and changes nothing', async () => {
    const before = await count('SELECT count(*) FROM conversation');
    expect((await start(ada, ['usr_1'])).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', field: ['memberIds'] }]);
    expect((await start(ada, [])).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect((await start(ada, [ada.sub])).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect((await start(ada, [person(ada.org).sub])).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await start(ada, [ben.sub], ' ')).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', field: ['title'] }]);
    expect(await count('SELECT count(*) FROM conversation')).toBe(before);
  });
});

describe('sending', () => {
  it('stores once per nonce, answers a repetition with what is stored, and a changed one with CONFLICT', async () => {
    const id = (await start(ada, [cy.sub], 'Once')).conversation?.id as string;
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(ada, id, 'hello', 'n1')));
    expect(new Set(answers.map(({ message }) => message?.id)).size).toBe(1);
    expect(answers[0]?.message).toMatchObject({ seq: 1, author: { displayName: 'Ada' } });
    expect((await send(ada, id, 'other', 'n1')).userErrors).toMatchObject([
      { code: 'CONFLICT', field: ['clientNonce'] },
    ]);
    expect((await send(cy, id, 'other', 'n1')).message).toMatchObject({ seq: 2 });
    expect(await bodies(cy, id)).toEqual(['hello', 'other']);
  });

  it('numbers concurrent messages without a gap', async () => {
    const id = (await start(ada, [ben.sub, cy.sub], 'Busy')).conversation?.id as string;
    const sent = await Promise.all(Array.from({ length: 60 }, (_, i) => send(i % 2 ? ada : ben, id, `m${i}`)));
    expect(sent.map(({ message }) => message?.seq as number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, i) => i + 1),
    );
    expect(await bodies(cy, id)).toEqual(
      sent.toSorted((a, b) => (a.message?.seq ?? 0) - (b.message?.seq ?? 0)).map(({ message }) => message?.body),
    );
  });

  it.each([
    ['', 'BAD_USER_INPUT'],
    [' \n\t', 'BAD_USER_INPUT'],
    ['x'.repeat(16_385), 'BAD_USER_INPUT'],
    ['é'.repeat(8_193), 'BAD_USER_INPUT'],
    ['x'.repeat(100_000), 'BAD_USER_INPUT'],
    ['a\u0000b', 'BAD_USER_INPUT'],
  ])('refuses a body', async (body, code) => {
    const id = (await start(ada, [ben.sub])).conversation?.id as string;
    const before = await count('SELECT count(*) FROM message');
    expect(await send(ada, id, body)).toMatchObject({ message: null, userErrors: [{ code, field: ['body'] }] });
    expect(await count('SELECT count(*) FROM message')).toBe(before);
  });

  it('takes 16,384 bytes', async () => {
    const id = (await start(ada, [ben.sub])).conversation?.id as string;
    expect((await send(ada, id, 'x'.repeat(16_384))).userErrors).toEqual([]);
  });

  it('refuses whoever is not in it, in words of an unknown conversation', async () => {
    const id = (await start(ada, [ben.sub])).conversation?.id as string;
    const unknown = await send(cy, `cnv_${'0'.repeat(32)}`, 'hello');
    for (const outsider of [cy, stranger]) expect(await send(outsider, id, 'hello')).toEqual(unknown);
    expect(unknown.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['conversationId'] }]);
    expect((await send(ada, 'cnv_1', 'hello')).userErrors).toMatchObject([
      { code: 'BAD_USER_INPUT', field: ['conversationId'] },
    ]);
    expect(await bodies(cy, id)).toBeUndefined();
  });
});

describe('reading', () => {
  it('pages without gap or repetition, and counts what is unread', async () => {
    const id = (await start(ada, [ben.sub, cy.sub], 'Long')).conversation?.id as string;
    for (let i = 0; i < 25; i += 1) await send(ada, id, `m${i}`);
    const query = `query ($id: ID!, $before: String) { conversation(id: $id) { unreadCount lastSeq lastMessage { body } messages(last: 10, before: $before)
      { nodes { body } pageInfo { startCursor hasPreviousPage } } members(first: 2) { nodes { displayName } pageInfo { hasNextPage } } } }`;
    const seen: string[] = [];
    for (let before: string | null = null; ;) {
      const { data }: TestAnswer<{ conversation: MessagePage }> = await chat.ask(ben, query, { id, before });
      expect(data.conversation).toMatchObject({
        unreadCount: 25,
        lastSeq: 25,
        lastMessage: { body: 'm24' },
        members: { pageInfo: { hasNextPage: true } },
      });
      seen.unshift(...data.conversation.messages.nodes.map(({ body }) => body));
      if (!data.conversation.messages.pageInfo.hasPreviousPage) break;
      before = data.conversation.messages.pageInfo.startCursor;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `m${i}`));
    const mark = `mutation ($input: MarkReadInput!) { markRead(input: $input) { conversation { unreadCount } userErrors { code } } }`;
    const marked = (seq: number) =>
      chat
        .ask<{ markRead: object }>(ben, mark, { input: { conversationId: id, seq } })
        .then(({ data }) => data.markRead);
    expect(await marked(20)).toMatchObject({ conversation: { unreadCount: 5 } });
    expect(await marked(3)).toMatchObject({ conversation: { unreadCount: 5 } });
  });

  it('leads into the middle by a message alone, and to nothing one may not read', async () => {
    const id = (await start(ada, [cy.sub], 'Deep')).conversation?.id as string;
    const elsewhere = (await start(ada, [cy.sub], 'Elsewhere')).conversation?.id as string;
    const sent: string[] = [];
    for (let i = 0; i < 12; i += 1) sent.push((await send(ada, id, `m${i}`)).message?.id as string);
    const query = `query ($id: ID!, $messageId: ID!, $first: Int!) { conversation(id: $id) { messagesAround(messageId: $messageId, first: $first)
      { nodes { body } pageInfo { hasPreviousPage hasNextPage startCursor endCursor } } } }`;
    interface Around {
      conversation: { messagesAround: { nodes: { body: string }[]; pageInfo: Record<string, unknown> } | null };
    }
    const around = async (by: TestPerson, where: string, messageId: string, first = 5) => {
      const { data, errors } = await chat.ask<Around>(by, query, { id: where, messageId, first });
      const found = data?.conversation?.messagesAround;
      return { bodies: found?.nodes.map(({ body }) => body), pageInfo: found?.pageInfo, found, errors };
    };
    const middle = await around(cy, id, sent[6] as string);
    expect(middle.bodies).toEqual(['m4', 'm5', 'm6', 'm7', 'm8']);
    expect(middle.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
    const next = `query ($id: ID!, $after: String) { conversation(id: $id) { messages(first: 2, after: $after) { nodes { body } } } }`;
    const { data } = await chat.ask<{ conversation: MessagePage }>(cy, next, { id, after: middle.pageInfo?.endCursor });
    expect(data.conversation.messages.nodes).toEqual([{ body: 'm9' }, { body: 'm10' }]);
    const first = await around(cy, id, sent[0] as string);
    expect(first.bodies).toEqual(['m0', 'm1', 'm2']);
    expect(first.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
    expect((await around(cy, id, sent[11] as string, 100)).bodies).toHaveLength(12);
    expect((await around(cy, id, sent[11] as string, 1)).bodies).toEqual(['m11']);
    expect((await around(cy, elsewhere, sent[6] as string)).found).toBeNull();
    expect((await around(cy, id, `msg_${'0'.repeat(32)}`)).found).toBeNull();
    expect((await around(ben, id, sent[6] as string)).found).toBeUndefined();
    for (const [messageId, count] of [
      ['nonsense', 5],
      [sent[6] as string, 0],
      [sent[6] as string, 101],
    ] as const)
      expect((await around(cy, id, messageId, count)).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' } },
      ]);
  });

  it('keeps organisations apart in Postgres itself', async () => {
    const rows = await withClient(chat.database.url, async (client) => {
      await client.query(`SELECT set_config('parley.organisation_id', $1, false)`, [stranger.org.slice(4)]);
      return (await client.query('SELECT count(*) FROM message')).rows[0].count;
    });
    expect(Number(rows)).toBe(0);
    const forced = await withClient(chat.database.superuserUrl, async (client) => {
      const { rows: tables } =
        await client.query(`SELECT relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`);
      return tables.map(({ relname }) => relname);
    });
    expect(forced.toSorted()).toEqual([
      'attachment_due',
      'meeting_conversation_directory',
      'notification_directory',
      'outbox',
    ]);
  });

  it('has names from the snapshot when auth is asked and when it has told', async () => {
    const { data } = await chat.ask<{ conversations: { nodes: { members: { nodes: { displayName: string }[] } }[] } }>(
      ben,
      `{ conversations(first: 5) { nodes { members(first: 5) { nodes { displayName } } } } }`,
    );
    const names = new Set(
      data.conversations.nodes.flatMap(({ members }) => members.nodes.map(({ displayName }) => displayName)),
    );
    expect(names).toEqual(new Set(['Ada', 'Ben', 'Cy']));
    expect((await chat.ask(ben, `{ conversations(first: 0) { nodes { id } } }`)).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect((await chat.ask(ben, `{ conversation(id: "nonsense") { id } }`)).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect((await chat.ask({}, `{ conversations(first: 1) { nodes { id } } }`)).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });
});
