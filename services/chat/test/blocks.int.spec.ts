import { contactRequestWithdrawn, idFrom, userBlocked, userUnblocked } from '@parley/contracts';
import { withClient } from '@parley/testing';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';

let chat: ChatUnderTest;
const org = organisation();
beforeAll(async () => {
  chat = await startChat();
});
afterAll(() => chat.stop());
beforeEach(() => Object.assign(chat.blocks, { asked: 0, by: [], whom: [] }));

const pair = async (): Promise<[TestPerson, TestPerson]> => [
  await chat.register(person(org), 'Ada'),
  await chat.register(person(org), 'Bob'),
];
interface Errors {
  userErrors: { code: string; message: string; field: string[] | null }[];
}
async function start(by: TestPerson, memberIds: string[], title?: string) {
  const query = `mutation ($input: StartConversationInput!) { startConversation(input: $input) { conversation { id mayWrite } userErrors { code message field } } }`;
  type Answer = { startConversation: Errors & { conversation: { id: string; mayWrite: boolean } | null } };
  return (await chat.ask<Answer>(by, query, { input: { memberIds, title } })).data.startConversation;
}
async function send(by: TestPerson, conversationId: string, body: string, clientNonce?: string) {
  const query = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } userErrors { code message field } } }`;
  type Answer = { sendMessage: Errors & { message: { id: string } | null } };
  return (await chat.ask<Answer>(by, query, { input: { conversationId, body, clientNonce } })).data.sendMessage;
}
async function mayWrite(by: TestPerson, id: string): Promise<boolean | undefined> {
  const query = `query ($id: ID!) { conversation(id: $id) { mayWrite } }`;
  return (await chat.ask<{ conversation: { mayWrite: boolean } | null }>(by, query, { id })).data.conversation
    ?.mayWrite;
}
const block = (ada: TestPerson, bob: TestPerson) =>
  chat.hears(userBlocked, { organisationId: org, userId: ada.sub, blockedUserId: bob.sub });
const unblock = (ada: TestPerson, bob: TestPerson) =>
  chat.hears(userUnblocked, { organisationId: org, userId: ada.sub, blockedUserId: bob.sub });
const count = (sql: string) =>
  withClient(chat.database.superuserUrl, async (client) => Number((await client.query(sql)).rows[0].count));
const inboxOf = (who: TestPerson) =>
  count(`SELECT count(*) FROM person_inbox_event WHERE kind = 'ACCESS_CHANGED' AND user_id = '${who.sub.slice(4)}'`);

describe('two of whom one blocks the other', () => {
  it('do not write to each other alone any more, and do again once it is over; groups go on', async () => {
    const [ada, bob] = await pair();
    const id = (await start(ada, [bob.sub])).conversation?.id ?? '';
    const group = (await start(ada, [bob.sub], 'A group')).conversation?.id ?? '';
    const kept = await send(bob, id, 'before', 'n1');
    await block(ada, bob);
    await vi.waitFor(async () => expect(await mayWrite(bob, id)).toBe(false), 5_000);
    const before = await count('SELECT count(*) FROM message');
    const refused = {
      message: null,
      userErrors: [{ code: 'FORBIDDEN', message: 'You cannot write here now.', field: null }],
    };
    expect([await send(bob, id, 'x'), await send(ada, id, 'x')]).toEqual([refused, refused]);
    expect(await count('SELECT count(*) FROM message')).toBe(before);
    // What is stored is answered, whatever was done since (G2).
    expect(await send(bob, id, 'before', 'n1')).toEqual(kept);
    // The conversation they have is still theirs to read.
    expect(await start(bob, [ada.sub])).toMatchObject({ conversation: { id, mayWrite: false }, userErrors: [] });
    expect((await send(bob, group, 'in the group')).userErrors).toEqual([]);
    expect(await mayWrite(bob, group)).toBe(true);
    await unblock(ada, bob);
    await vi.waitFor(async () => expect((await send(bob, id, 'again')).userErrors).toEqual([]), 5_000);
    expect(chat.blocks.asked).toBe(1);
  });

  it('do not begin: for the blocked one there is nobody, the other is told what they did', async () => {
    const [ada, bob] = await pair();
    await block(ada, bob);
    const nobody = await start(bob, [person(org).sub]);
    await vi.waitFor(async () => expect(await inboxOf(ada)).toBe(1), 5_000);
    const before = await count('SELECT count(*) FROM conversation');
    expect(nobody.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['memberIds'] }]);
    expect(await start(bob, [ada.sub])).toEqual(nobody);
    expect((await start(ada, [bob.sub])).userErrors).toMatchObject([{ code: 'FORBIDDEN', field: ['memberIds'] }]);
    expect(await count('SELECT count(*) FROM conversation')).toBe(before);
    // A fact told twice is heard once, and by nobody but whoever did it.
    expect([await inboxOf(ada), await inboxOf(bob)]).toEqual([1, 0]);
  });

  it('are asked about once when no fact was heard; what a fact has said stays', async () => {
    const [ada, bob] = await pair();
    chat.blocks.by = [ada.sub];
    expect((await start(bob, [ada.sub])).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await start(bob, [ada.sub])).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await start(ada, [bob.sub])).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(chat.blocks.asked).toBe(1);
    await unblock(ada, bob);
    await vi.waitFor(async () => expect((await start(bob, [ada.sub])).userErrors).toEqual([]), 5_000);
    expect(chat.blocks.asked).toBe(1);
  });
});

describe('a request that was taken back', () => {
  it('is told to those who knew of it', async () => {
    const [ada, bob] = await pair();
    const fact = (wasSeen: boolean) => ({
      organisationId: org,
      requestId: idFrom('contactRequest', v7()),
      fromUserId: ada.sub,
      toUserId: bob.sub,
      wasSeen,
    });
    await chat.hears(contactRequestWithdrawn, fact(true));
    await vi.waitFor(async () => expect([await inboxOf(ada), await inboxOf(bob)]).toEqual([1, 1]), 5_000);
    await chat.hears(contactRequestWithdrawn, fact(false));
    await vi.waitFor(async () => expect([await inboxOf(ada), await inboxOf(bob)]).toEqual([2, 1]), 5_000);
  });
});
