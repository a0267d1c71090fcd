import { topics, type ConversationId } from '@parley/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';
import { Talk, type UserErrors } from './talk.ts';

let chat: ChatUnderTest;
let talk: Talk;
let ada: TestPerson, ben: TestPerson, cy: TestPerson;
let id: ConversationId;
beforeAll(async () => {
  chat = await startChat();
  talk = await Talk.with(chat);
  const org = organisation();
  const named = (name: string) => chat.register(person(org), name);
  [ada, ben, cy] = [await named('Ada'), await named('Ben'), await named('Cy')];
});
beforeEach(async () => {
  id = (await talk.start(ada, [ben], 'Tea')) as ConversationId;
});
afterAll(async () => {
  await talk.close();
  await chat.stop();
});

const read = async (by: TestPerson, seq: number): Promise<number | undefined | string> => {
  const { conversation, userErrors } = await talk.change<{ conversation: { unreadCount: number } | null }>(
    by,
    'markRead',
    { conversationId: id, seq },
    'conversation { unreadCount }',
  );
  return conversation?.unreadCount ?? userErrors[0]?.code;
};
const type = async (by: TestPerson): Promise<string | undefined> =>
  (await talk.change<UserErrors>(by, 'setTyping', { conversationId: id }, 'conversationId')).userErrors[0]?.code;
const say = async (by: TestPerson, ...bodies: string[]) => {
  for (const body of bodies) await talk.say(by, id, body);
};
async function marks(by: TestPerson, first = 100, after?: string) {
  const query = `query ($id: ID!, $first: Int!, $after: String) { conversation(id: $id) { readMarks(first: $first, after: $after) {
    nodes { seq member { userId displayName } } pageInfo { hasNextPage endCursor } } } }`;
  interface Marks {
    nodes: { seq: number; member: { displayName: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  }
  const { data } = await chat.ask<{ conversation: { readMarks: Marks } }>(by, query, { id, first, after });
  return data.conversation.readMarks;
}
const marksOf = async (by: TestPerson) =>
  Object.fromEntries((await marks(by)).nodes.map(({ seq, member }) => [member.displayName, seq]));

describe('unread', () => {
  it('counts the messages of others behind the mark, which only moves forward and never beyond the newest', async () => {
    await say(ada, 'one', 'two', 'three');
    expect(await talk.unread(ben, id)).toBe(3);
    expect(await read(ben, 2)).toBe(1);
    expect(await read(ben, 1)).toBe(1);
    expect(await read(ben, 2_000_000_000)).toBe(0);
    await say(ada, 'four');
    expect(await talk.unread(ben, id)).toBe(1);
    expect(await read(ben, -1)).toBe('BAD_USER_INPUT');
    expect(await read(cy, 4)).toBe('NOT_FOUND');
    expect(await talk.unread(ben, id)).toBe(1);
    expect(await talk.unread(ada, id)).toBe(0);
  });

  it('counts no other events of the log', async () => {
    await say(ada, 'one');
    await talk.change(ada, 'addMembers', { conversationId: id, userIds: [cy.sub] }, '');
    await talk.change(ada, 'renameConversation', { conversationId: id, title: 'Coffee' }, '');
    expect(await talk.unread(ben, id)).toBe(1);
    expect(await read(ben, 3)).toBe(0);
  });

  it('is exact for somebody who was gone for a while: what was said meanwhile is neither unread nor can be read', async () => {
    await say(ada, 'one', 'two');
    await talk.change(ada, 'removeMember', { conversationId: id, userId: ben.sub }, '');
    await say(ada, 'three', 'four');
    expect(await read(ben, 5)).toBe('NOT_FOUND');
    await talk.change(ada, 'addMembers', { conversationId: id, userIds: [ben.sub] }, '');
    expect(await talk.unread(ben, id)).toBe(0);
    expect((await marksOf(ada))['Ben']).toBe(0);
    expect(await read(ben, 5)).toBe(0);
    expect((await marksOf(ada))['Ben']).toBe(0);
    await say(ada, 'five');
    expect(await talk.unread(ben, id)).toBe(1);
    expect(await read(ben, 7)).toBe(0);
  });

  it('is the same on every device: whatever the order, the last word of the inbox is the count', async () => {
    // Marks and messages at once, many times: an entry written late must not tell an early count.
    for (let round = 0; round < 8; round += 1) {
      const sent = await talk.say(ada, id, `a${round}`);
      await Promise.all([read(ben, sent.seq), talk.say(ada, id, `b${round}`), read(ben, sent.seq + 1)]);
    }
    const unread = await talk.unread(ben, id);
    await vi.waitFor(
      async () => {
        const moved = (await talk.inbox(ben)).filter((event) => event['conversationId'] === id);
        expect(moved.at(-1)).toMatchObject({ lastSeq: 16, unreadCount: unread });
      },
      { timeout: 10_000, interval: 50 },
    );
  });
});

describe('read marks', () => {
  it('are told as passing words, and listed with who has read furthest first', async () => {
    const heard = await talk.wakeUps(topics.conversation(id));
    await say(ada, 'one', 'two');
    await read(ben, 1);
    await read(ben, 1);
    await vi.waitFor(() => expect(heard).toHaveLength(3));
    expect(heard.at(-1)).toMatchObject({
      kind: 'word',
      after: 2,
      event: { __typename: 'ReadMoved', userId: ben.sub, seq: 1 },
    });
    expect(await marksOf(ben)).toEqual({ Ada: 2, Ben: 1 });
    const first = await marks(ben, 1);
    expect(first).toMatchObject({ nodes: [{ seq: 2 }], pageInfo: { hasNextPage: true } });
    expect((await marks(ben, 1, first.pageInfo.endCursor)).nodes).toMatchObject([
      { seq: 1, member: { userId: ben.sub } },
    ]);
  });

  it('are no events: nothing of them stands in the log', async () => {
    await say(ada, 'one');
    await read(ben, 1);
    await type(ben);
    const { grant, opened } = await talk.open(ada, 'conversationEvents', { conversationId: id });
    expect(opened.head).toBe(1);
    expect((await talk.read(grant)).map((event) => event['__typename'])).toEqual(['MessageSent']);
  });
});

describe('typing', () => {
  it('is told once in three seconds for each person, with their name', async () => {
    const heard = await talk.wakeUps(topics.conversation(id));
    for (let time = 0; time < 5; time += 1) expect(await type(ben)).toBeUndefined();
    await type(ada);
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard).toMatchObject([
      { kind: 'word', after: 0, event: { __typename: 'Typing', userId: ben.sub, displayName: 'Ben' } },
      { kind: 'word', after: 0, event: { __typename: 'Typing', userId: ada.sub, displayName: 'Ada' } },
    ]);
  });

  it('is refused to whoever is not in the conversation, or has left it', async () => {
    const heard = await talk.wakeUps(topics.conversation(id));
    expect(await type(cy)).toBe('NOT_FOUND');
    expect(await type(ben)).toBeUndefined();
    await talk.change(ben, 'leaveConversation', { conversationId: id }, '');
    expect(await type(ben)).toBe('NOT_FOUND');
    await vi.waitFor(() => expect(heard.map(({ kind }) => kind)).toEqual(['word', 'kept']));
  });
});

describe('what waits to be read', () => {
  const waiting = async (by: TestPerson, first = 100) => {
    const { data } = await chat.ask<{ unreadConversationIds: string[] }>(
      by,
      `{ unreadConversationIds(first: ${first}) }`,
    );
    return data.unreadConversationIds;
  };
  const level = (by: TestPerson, to: string) =>
    talk.change(by, 'setNotificationLevel', { conversationId: id, level: to }, 'conversation { id }');
  const call = (by: TestPerson, whom: TestPerson) =>
    talk.change(
      by,
      'sendMessage',
      { conversationId: id, body: 'You there?', mentions: [whom.sub] },
      'message { id seq }',
    );

  it('is what one has not read, until one has', async () => {
    expect(await waiting(ben)).not.toContain(id);
    await say(ada, 'one', 'two');
    expect(await waiting(ben)).toContain(id);
    expect(await waiting(ada)).not.toContain(id);
    expect(await waiting(cy)).not.toContain(id);
    await read(ben, 1);
    expect(await waiting(ben)).toContain(id);
    await read(ben, 2);
    expect(await waiting(ben)).not.toContain(id);
  });

  it('is nothing of what is silent, and calls alone where one wants those alone', async () => {
    await level(ben, 'NONE');
    await say(ada, 'one');
    await call(ada, ben);
    expect(await waiting(ben)).not.toContain(id);
    await level(ben, 'MENTIONS');
    expect(await waiting(ben)).toContain(id);
    await read(ben, 2);
    await say(ada, 'three');
    expect(await waiting(ben)).not.toContain(id);
    const called = await call(ada, ben);
    expect(await waiting(ben)).toContain(id);
    await talk.change(
      ada,
      'deleteMessage',
      { messageId: (called as unknown as { message: { id: string } }).message.id },
      'message { id }',
    );
    expect(await waiting(ben)).not.toContain(id);
    await level(ben, 'ALL');
    expect(await waiting(ben)).toContain(id);
  });

  it('is of as many as are asked for', async () => {
    await say(ada, 'one');
    id = (await talk.start(ada, [ben], 'More tea')) as ConversationId;
    await say(ada, 'one');
    expect((await waiting(ben)).length).toBeGreaterThanOrEqual(2);
    expect(await waiting(ben, 1)).toHaveLength(1);
  });
});
