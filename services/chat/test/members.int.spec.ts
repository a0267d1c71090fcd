import { topics, type ConversationId } from '@parley/contracts';
import { withClient } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';
import { Talk, type UserErrors } from './talk.ts';

interface Changed extends UserErrors {
  conversation: { title: string | null; memberCount: number; managerId: string } | null;
}

let chat: ChatUnderTest;
let talk: Talk;
let ada: TestPerson, ben: TestPerson, cy: TestPerson, dee: TestPerson, stranger: TestPerson;
beforeAll(async () => {
  chat = await startChat();
  talk = await Talk.with(chat);
  const org = organisation();
  const named = (name: string) => chat.register(person(org), name);
  [ada, ben, cy, dee] = [await named('Ada'), await named('Ben'), await named('Cy'), await named('Dee')];
  stranger = await chat.register(person(organisation()), 'Stranger');
});
afterAll(async () => {
  await talk.close();
  await chat.stop();
});

const SHOWN = 'conversation { title memberCount managerId }';
const add = (by: TestPerson, conversationId: string, ...whom: { sub: string }[]) =>
  talk.change<Changed>(by, 'addMembers', { conversationId, userIds: whom.map(({ sub }) => sub) }, SHOWN);
const remove = (by: TestPerson, conversationId: string, { sub }: { sub: string }) =>
  talk.change<Changed>(by, 'removeMember', { conversationId, userId: sub }, SHOWN);
const leave = (by: TestPerson, conversationId: string) =>
  talk.change<{ conversationId: string | null }>(by, 'leaveConversation', { conversationId }, 'conversationId');
const rename = (by: TestPerson, conversationId: string, title: string | null) =>
  talk.change<Changed>(by, 'renameConversation', { conversationId, title }, SHOWN);

async function changes(by: TestPerson, id: string) {
  const query = `query ($id: ID!) { conversation(id: $id) { changes(last: 100) { nodes { __typename
    ... on MemberAdded { seq at cursor member { displayName } by { displayName } }
    ... on MemberRemoved { seq at cursor member { displayName } left: by { displayName } }
    ... on TitleChanged { seq at cursor title by { displayName } } } } } }`;
  type Change = { __typename: string; seq: number; at: string; cursor: string; member?: { displayName: string } };
  const { data } = await chat.ask<{ conversation: { changes: { nodes: Change[] } } }>(by, query, { id });
  return data.conversation.changes.nodes;
}

const events = (id: string) =>
  withClient(chat.database.superuserUrl, async (client) => {
    const uuid = id.slice(4);
    const { rows } = await client.query(`SELECT kind FROM conversation_event WHERE conversation_id = $1 ORDER BY seq`, [
      uuid,
    ]);
    return rows.map(({ kind }) => kind as string);
  });

describe('a group', () => {
  it('takes people in, lets them go and changes its title, each as an event that all who are in it can list', async () => {
    const id = await talk.start(ada, [ben], 'Tea');
    expect(await add(ben, id, cy, dee)).toMatchObject({
      userErrors: [],
      conversation: { memberCount: 4, managerId: ada.sub },
    });
    expect((await rename(cy, id, '  Coffee ')).conversation).toMatchObject({ title: 'Coffee' });
    expect((await remove(ada, id, cy)).conversation).toMatchObject({ memberCount: 3 });
    expect(await leave(dee, id)).toMatchObject({ conversationId: id, userErrors: [] });
    const [by, whom] = [
      (displayName: string) => ({ displayName }),
      (displayName: string) => ({ member: { displayName } }),
    ];
    const listed = await changes(ben, id);
    expect(listed).toMatchObject([
      { __typename: 'MemberAdded', seq: 1, ...whom('Cy'), by: by('Ben') },
      { __typename: 'MemberAdded', seq: 2, ...whom('Dee'), by: by('Ben') },
      { __typename: 'TitleChanged', seq: 3, title: 'Coffee', by: by('Cy') },
      { __typename: 'MemberRemoved', seq: 4, ...whom('Cy'), left: by('Ada') },
      { __typename: 'MemberRemoved', seq: 5, ...whom('Dee'), left: by('Dee') },
    ]);
    for (const { at } of listed) expect(Math.abs(Date.now() - Date.parse(at))).toBeLessThan(60_000);
    const { grant } = await talk.open(ben, 'conversationEvents', { conversationId: id });
    const told = await talk.read(grant);
    expect(told.map(({ __typename, seq, cursor }) => ({ __typename, seq, cursor }))).toEqual(
      listed.map(({ __typename, seq, cursor }) => ({ __typename, seq, cursor })),
    );
  });

  it('changes nothing by what is so already', async () => {
    const id = await talk.start(ada, [ben], 'Tea');
    const before = await events(id);
    expect(await add(ada, id, ben, ada)).toMatchObject({ userErrors: [], conversation: { memberCount: 2 } });
    expect((await rename(ben, id, 'Tea')).userErrors).toEqual([]);
    expect(await events(id)).toEqual(before);
    await add(ada, id, cy);
    for (let time = 0; time < 2; time += 1) {
      expect((await remove(ada, id, cy)).userErrors).toEqual([]);
      expect((await leave(ben, id)).userErrors).toEqual([]);
    }
    expect((await leave(cy, id)).userErrors).toEqual([]);
    expect(await events(id)).toEqual([...before, 'MEMBER_ADDED', 'MEMBER_REMOVED', 'MEMBER_REMOVED']);
  });

  it('takes one in once, however many add them at the same time', async () => {
    const id = await talk.start(ada, [ben], 'Tea');
    const added = await Promise.all([add(ada, id, cy, dee), add(ben, id, dee, cy), add(ada, id, cy)]);
    for (const { userErrors } of added) expect(userErrors).toEqual([]);
    expect(await events(id)).toEqual(['MEMBER_ADDED', 'MEMBER_ADDED']);
  });

  it('is managed by whoever started it, then by who is in it longest, and stays when the last has left', async () => {
    const id = await talk.start(ada, [ben], 'Tea');
    await add(ada, id, cy);
    await add(ada, id, dee);
    await leave(ada, id);
    expect((await add(ben, id, ada)).conversation).toMatchObject({ managerId: ben.sub });
    await leave(ben, id);
    expect((await rename(dee, id, 'Late')).conversation).toMatchObject({ managerId: cy.sub });
    expect((await remove(cy, id, ada)).conversation).toMatchObject({ managerId: cy.sub });
    await leave(cy, id);
    await leave(dee, id);
    for (const one of [ada, ben, cy, dee]) expect(await talk.bodies(one, id)).toBeUndefined();
    expect((await events(id)).length).toBeGreaterThan(0);
    expect((await add(dee, id, ada)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

describe('somebody who was removed', () => {
  it('hears their own removal as the last, whatever they were granted before, and knows nothing of the rest', async () => {
    const id = await talk.start(ada, [ben, cy], 'Tea');
    await talk.say(ada, id, 'before');
    const { grant } = await talk.open(ben, 'conversationEvents', { conversationId: id });
    await remove(ada, id, ben);
    const { id: after } = await talk.say(ada, id, 'after');
    expect((await talk.read(grant)).map((event) => event['__typename'])).toEqual(['MessageSent', 'MemberRemoved']);
    expect(await talk.open(ben, 'conversationEvents', { conversationId: id })).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND' },
    });
    expect(await talk.message(ben, after)).toBeNull();
    expect(await talk.bodies(ben, id)).toBeUndefined();
    expect((await talk.say(ben, id, 'no')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('never sees what was said between, when they are added again: list, node, live and backlog', async () => {
    const id = await talk.start(ada, [ben, cy], 'Tea');
    await talk.say(ada, id, 'before'); // 1
    await remove(ada, id, ben); // 2
    const between = await talk.say(ada, id, 'between'); // 3
    await rename(ada, id, 'Secret'); // 4
    await add(cy, id, ben); // 5
    const again = await talk.say(ada, id, 'again'); // 6
    expect(await talk.bodies(ben, id)).toEqual(['before', 'again']);
    expect((await changes(ben, id)).map(({ seq }) => seq)).toEqual([2, 5]);
    expect(await talk.message(ben, between.id)).toBeNull();
    expect(await talk.message(ben, again.id)).toMatchObject({ body: 'again' });
    const { opened, grant } = await talk.open(ben, 'conversationEvents', { conversationId: id });
    expect(opened.intervals).toEqual([
      [1, 2],
      [5, null],
    ]);
    const seqs = (await talk.read(grant)).map((event) =>
      Number(event['seq'] ?? (event['message'] as { seq: number }).seq),
    );
    // The page ends with what ended their right to read; what they may read again is behind it.
    const rest = (await talk.read(grant, 2)).map((event) =>
      Number(event['seq'] ?? (event['message'] as { seq: number }).seq),
    );
    expect([seqs, rest]).toEqual([
      [1, 2],
      [5, 6],
    ]);
    expect(await talk.unread(ben, id)).toBe(1);
  });

  it('and somebody added: both are told by their inboxes, and the others that something has changed', async () => {
    const id = await talk.start(ada, [ben], 'Tea');
    await add(ada, id, cy);
    const last = async (who: TestPerson) =>
      (await talk.inbox(who)).filter(({ conversationId }) => conversationId === id).at(-1);
    expect(await last(cy)).toMatchObject({
      __typename: 'ConversationMoved',
      conversationId: id,
      lastSeq: 1,
      unreadCount: 0,
    });
    await remove(ada, id, cy);
    expect(await last(cy)).toMatchObject({ __typename: 'ConversationLeft', conversationId: id });
    await leave(ben, id);
    expect(await last(ben)).toMatchObject({ __typename: 'ConversationLeft', conversationId: id });
    expect(await last(ada)).toMatchObject({ __typename: 'ConversationMoved', conversationId: id, lastSeq: 3 });
  });
});

describe('refused, with nothing changed', () => {
  const code = (answer: UserErrors) => answer.userErrors.map((one) => [one.code, ...(one.field ?? [])]);

  it('whoever is not in it, in words of an unknown conversation', async () => {
    const id = await talk.start(ada, [ben], 'Tea');
    const none = `cnv_${'0'.repeat(32)}`;
    for (const outsider of [cy, stranger])
      for (const where of [id, none]) {
        const ways = [
          add(outsider, where, dee),
          remove(outsider, where, ben),
          leave(outsider, where),
          rename(outsider, where, 'x'),
        ];
        for (const answer of await Promise.all(ways)) expect(code(answer)).toEqual([['NOT_FOUND', 'conversationId']]);
      }
    expect(await events(id)).toEqual([]);
  });

  it('removing as somebody who does not manage it, oneself, or who was never in it', async () => {
    const id = await talk.start(ada, [ben, cy], 'Tea');
    expect(code(await remove(ben, id, cy))).toEqual([['FORBIDDEN', 'userId']]);
    expect(code(await remove(ada, id, ada))).toEqual([['BAD_USER_INPUT', 'userId']]);
    for (const one of [dee, stranger, person(ada.org)])
      expect(code(await remove(ada, id, one))).toEqual([['NOT_FOUND', 'userId']]);
    expect(await events(id)).toEqual([]);
  });

  it('people of elsewhere, unknown ones, nobody, malformed ids, and more than a thousand', async () => {
    const id = await talk.start(ada, [ben], 'Tea');
    for (const one of [stranger, person(ada.org)])
      expect(code(await add(ada, id, cy, one))).toEqual([['NOT_FOUND', 'userIds']]);
    expect(code(await add(ada, id))).toEqual([['BAD_USER_INPUT', 'userIds']]);
    expect(code(await add(ada, id, { sub: 'usr_1' }))).toEqual([['BAD_USER_INPUT', 'userIds']]);
    const crowd = Array.from({ length: 999 }, () => person(ada.org));
    await Promise.all(crowd.map((one, n) => chat.register(one, `Number ${n}`)));
    expect(code(await add(ada, id, ...crowd))).toEqual([['BAD_USER_INPUT', 'userIds']]);
    expect(await events(id)).toEqual([]);
    expect(await add(ada, id, ...crowd.slice(1))).toMatchObject({
      userErrors: [],
      conversation: { memberCount: 1_000 },
    });
    expect(code(await add(ada, id, cy))).toEqual([['BAD_USER_INPUT', 'userIds']]);
  });

  it.each([[''], ['  '], ['x'.repeat(121)], ['a\u0000b'], ['a\u001bb'], ['two\nlines'], ['a\u2028b'], ['\ud800']])(
    'a title that cannot be one',
    async (title) => {
      const id = await talk.start(ada, [ben], 'Tea');
      expect(code(await rename(ada, id, title))).toEqual([['BAD_USER_INPUT', 'title']]);
      expect(await events(id)).toEqual([]);
    },
  );

  it('anything of it in a conversation of two', async () => {
    const id = await talk.start(ada, [ben]);
    const ways = [add(ada, id, cy), remove(ada, id, ben), leave(ada, id), rename(ada, id, 'x')];
    for (const answer of await Promise.all(ways)) expect(code(answer)).toEqual([['FORBIDDEN', 'conversationId']]);
    expect(await events(id)).toEqual([]);
  });
});

it('wakes those who follow with the very event, and says whose right to read it ends', async () => {
  const id = (await talk.start(ada, [ben, cy], 'Tea')) as ConversationId;
  const heard = await talk.wakeUps(topics.conversation(id));
  await add(ada, id, dee);
  await remove(ada, id, ben);
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard).toMatchObject([
    { kind: 'kept', events: [{ seq: 1, event: { __typename: 'MemberAdded', member: { userId: dee.sub } } }] },
    {
      kind: 'kept',
      events: [{ seq: 2, ends: [ben.sub], event: { __typename: 'MemberRemoved', by: { userId: ada.sub } } }],
    },
  ]);
});
