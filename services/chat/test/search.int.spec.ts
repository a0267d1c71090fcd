import { uuidOf, type UserId } from '@parley/contracts';
import { withClient } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';

interface Found {
  searchMessages: {
    nodes: { body: string; conversationId: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}
const SEARCH = `query ($query: String!, $first: Int!, $after: String, $in: ID) {
  searchMessages(query: $query, first: $first, after: $after, conversationId: $in) {
    nodes { body conversationId } pageInfo { hasNextPage endCursor }
  }
}`;

let chat: ChatUnderTest;
let ada: TestPerson, ben: TestPerson, stranger: TestPerson;
let team: string, pair: string;
beforeAll(async () => {
  chat = await startChat();
  const org = organisation();
  ada = await chat.register(person(org), 'Ada');
  ben = await chat.register(person(org), 'Ben', true);
  stranger = await chat.register(person(org), 'Cy');
  [team, pair] = [await start([ben.sub, stranger.sub], 'Team'), await start([ben.sub])];
  for (const body of [
    'Das Café öffnet früh',
    'Früh am Morgen',
    'ΣΟΦΙΑ sagt ja',
    'مَرْحَبًا بالجميع',
    '50% off, e-mail me!',
  ])
    await send(ada, team, body);
  await send(ben, pair, 'Cafeteria, but between us');
  await vi.waitFor(async () => expect(await bodies(ben, 'between')).toHaveLength(1), { timeout: 10_000 });
});
afterAll(() => chat.stop());

async function start(memberIds: UserId[], title?: string): Promise<string> {
  const query = `mutation ($input: StartConversationInput!) { startConversation(input: $input) { conversation { id } } }`;
  const { data } = await chat.ask<{ startConversation: { conversation: { id: string } } }>(ada, query, {
    input: { memberIds, title },
  });
  return data.startConversation.conversation.id;
}

const send = (by: TestPerson, conversationId: string, body: string) =>
  chat.ask<{ sendMessage: { message: { id: string } } }>(
    by,
    `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }`,
    { input: { conversationId, body } },
  );
const change = (verb: 'editMessage' | 'deleteMessage', input: object) =>
  chat.ask(
    ada,
    `mutation ($input: ${verb === 'editMessage' ? 'EditMessageInput' : 'DeleteMessageInput'}!) { ${verb}(input: $input) { userErrors { code } } }`,
    { input },
  );
const search = (
  by: TestPerson | Record<string, never>,
  query: string,
  more: { first?: number; after?: string; in?: string } = {},
) => chat.ask<Found | null>(by, SEARCH, { query, first: 100, ...more });
const bodies = async (by: TestPerson, query: string, more = {}) =>
  (await search(by, query, more)).data?.searchMessages.nodes.map(({ body }) => body);

describe('searching', () => {
  it('finds by beginnings of words, all of them, whatever their accents and case, the newest first', async () => {
    expect(await bodies(ada, 'CAFE')).toEqual(['Cafeteria, but between us', 'Das Café öffnet früh']);
    expect(await bodies(ada, 'früh')).toEqual(['Früh am Morgen', 'Das Café öffnet früh']);
    expect(await bodies(ada, 'fru caf')).toEqual(['Das Café öffnet früh']);
    expect(await bodies(ada, 'σοφια')).toEqual(['ΣΟΦΙΑ sagt ja']);
    expect(await bodies(ada, 'مرحبا')).toEqual(['مَرْحَبًا بالجميع']);
    expect(await bodies(ada, "50% mail'")).toEqual(['50% off, e-mail me!']);
    expect(await bodies(ada, 'afé')).toEqual([]);
    expect(await bodies(ada, '%')).toEqual([]);
  });

  it('looks in one conversation when asked to, and pages', async () => {
    expect(await bodies(ada, 'caf', { in: team })).toEqual(['Das Café öffnet früh']);
    const { searchMessages } = (await search(ada, 'f', { first: 1 })).data as Found;
    expect(searchMessages).toMatchObject({ nodes: [{ body: 'Früh am Morgen' }], pageInfo: { hasNextPage: true } });
    const after = searchMessages.pageInfo.endCursor ?? '';
    expect(await bodies(ada, 'f', { first: 1, after })).toEqual(['Das Café öffnet früh']);
  });

  it('finds an edited message by its present words, and a deleted one no more', async () => {
    const { data } = await send(ada, pair, 'Zebra');
    const messageId = data.sendMessage.message.id;
    await vi.waitFor(async () => expect(await bodies(ada, 'zebra')).toEqual(['Zebra']), { timeout: 10_000 });
    await change('editMessage', { messageId, body: 'Quagga' });
    expect([await bodies(ada, 'zebra'), await bodies(ada, 'quagga')]).toEqual([[], ['Quagga']]);
    await change('deleteMessage', { messageId });
    expect(await bodies(ada, 'quagga')).toEqual([]);
  });

  it('shows nobody what they may not read: others’ conversations, and what was said after they left', async () => {
    expect(await bodies(stranger, 'caf')).toEqual(['Das Café öffnet früh']);
    expect(await bodies(stranger, 'caf', { in: pair })).toEqual([]);
    await withClient(chat.database.superuserUrl, (client) =>
      client.query(`UPDATE conversation_member SET left_seq = 1 WHERE user_id = $1`, [uuidOf(stranger.sub)]),
    );
    expect(await bodies(stranger, 'früh')).toEqual(['Das Café öffnet früh']);
    expect(await bodies(await chat.register(person(organisation()), 'Elsewhere'), 'caf')).toEqual([]);
  });

  it.each([
    ['', 'BAD_USER_INPUT'],
    ['   ', 'BAD_USER_INPUT'],
    ['x'.repeat(201), 'BAD_USER_INPUT'],
    ['x'.repeat(10_240), 'BAD_USER_INPUT'],
    ['a\u0000b', 'BAD_USER_INPUT'],
  ])('refuses what is no search', async (query, code) => {
    expect((await search(ada, query)).errors).toMatchObject([{ extensions: { code } }]);
  });

  it('refuses the signed-out, bad ids, pages of 101 and cursors of another list', async () => {
    expect((await search({}, 'caf')).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    for (const more of [{ in: 'cnv_1' }, { first: 101 }, { after: 'Zm9yZ2Vk' }])
      expect((await search(ada, 'caf', more)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});
