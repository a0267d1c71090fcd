import { connectNats } from '@parley/bus';
import {
  callRinging,
  callSettled,
  liveOpenSubject,
  liveReadSubject,
  topics,
  wakeUpSubject,
  type CallLine,
  type CallSnapshot,
  type CallState,
  type ConversationId,
  type KeptEvent,
} from '@parley/contracts';
import { hashOfArguments } from '@parley/identity';
import { newId } from '@parley/persistence';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';
import type { ReadPage } from './talk.ts';

let chat: ChatUnderTest;
let gateway: NatsConnection;
let ada: TestPerson, ben: TestPerson, cleo: TestPerson;
beforeAll(async () => {
  chat = await startChat();
  gateway = await connectNats(chat.nats.url('gateway'), 'gateway in a test');
});
beforeEach(async () => {
  const org = organisation();
  [ada, ben, cleo] = [
    await chat.register(person(org), 'Ada'),
    await chat.register(person(org), 'Ben'),
    await chat.register(person(org), 'Cleo'),
  ];
});
afterAll(async () => {
  await gateway.close();
  await chat.stop();
});

const callBy = ({ sub }: TestPerson, more: Partial<CallSnapshot> = {}): CallSnapshot => ({
  callId: newId('call'),
  kind: 'VIDEO',
  caller: { userId: sub, displayName: 'Ada', avatarUrl: null },
  isGroup: false,
  meetingCode: 'abc-defg-hij',
  meetingUrl: 'http://localhost:4000/m/abc-defg-hij',
  conversationId: null,
  startedAt: new Date().toISOString(),
  ...more,
});
const rings = (call: CallSnapshot, userIds: TestPerson['sub'][], inMs = 45_000) =>
  chat.hears(callRinging, {
    organisationId: ada.org,
    call,
    userIds,
    expiresAt: new Date(Date.now() + inMs).toISOString(),
  });
const settles = (call: CallSnapshot, told: [TestPerson, CallState][], lines: CallLine[] = []) =>
  chat.hears(callSettled, {
    organisationId: ada.org,
    call,
    told: told.map(([{ sub }, state]) => ({ userId: sub, state })),
    lines,
    at: new Date().toISOString(),
  });

/** Everything in somebody's inbox, read as a gateway reads it. */
async function inboxOf(who: TestPerson): Promise<KeptEvent['event'][]> {
  const claim = await chat.claim(who, hashOfArguments('inbox', {}));
  const question = JSON.stringify({ v: 1, field: 'inbox', args: {}, claim });
  const { grant } = (await gateway.request(liveOpenSubject('chat'), question)).json<{ grant: string }>();
  const read = await gateway.request(
    liveReadSubject('chat'),
    JSON.stringify({ v: 1, grant, after: 0, limit: 100, maxBytes: 100_000 }),
  );
  const { events, beside } = read.json<ReadPage>();
  return [...events, ...(beside?.standings ?? [])].map(({ event }) => event);
}
const callsOf = async (who: TestPerson) =>
  (await inboxOf(who)).filter(({ __typename }) => `${__typename as string}`.startsWith('Call'));

interface Listed {
  id: ConversationId;
  title: string | null;
  unreadCount: number;
  lastMessage: { body: string; author: { isSystem: boolean }; notice: object | null } | null;
}
const NOTICE = `notice { kind url durationSeconds call { id state kind isGroup caller { userId displayName isGuest } meetingCode expiresAt } }`;
async function conversations(who: TestPerson): Promise<Listed[]> {
  const { data, errors } = await chat.ask<{ conversations: { nodes: Listed[] } }>(
    who,
    `{ conversations(first: 10) { nodes { id title unreadCount lastMessage { body author { isSystem } ${NOTICE} } } } }`,
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.conversations.nodes;
}
const starts = async (title: string, ...members: TestPerson[]): Promise<ConversationId> => {
  const query = `mutation ($input: StartConversationInput!) { startConversation(input: $input) { conversation { id } } }`;
  const { data } = await chat.ask<{ startConversation: { conversation: { id: ConversationId } } }>(ada, query, {
    input: { memberIds: members.map(({ sub }) => sub), title },
  });
  return data.startConversation.conversation.id;
};
const missed = (...people: TestPerson[]): CallLine => ({
  kind: 'CALL_MISSED',
  userIds: people.map(({ sub }) => sub),
  durationSeconds: null,
});

it('rings once in the inbox of whoever is called, complete in itself, within a second', async () => {
  const call = callBy(ada);
  await vi.waitFor(async () => expect(await inboxOf(ben)).toEqual([]), { timeout: 10_000, interval: 100 });
  let heardAt = 0;
  const wakeUps = gateway.subscribe(wakeUpSubject(topics.inbox(ben.sub)), {
    callback: () => {
      heardAt ||= Date.now();
    },
  });
  await gateway.flush();
  const began = Date.now();
  await rings(call, [ben.sub]);
  await settles(call, [
    [ben, 'ACTIVE'],
    [ada, 'ACTIVE'],
  ]);
  await vi.waitFor(async () => expect(await callsOf(ada)).toHaveLength(1), { timeout: 5_000, interval: 20 });
  wakeUps.unsubscribe();
  expect(heardAt - began).toBeLessThan(1_000);
  const notice = {
    __typename: 'CallNotice',
    id: call.callId,
    kind: 'VIDEO',
    isGroup: false,
    meetingCode: call.meetingCode,
    caller: { __typename: 'MessageAuthor', userId: ada.sub, displayName: 'Ada', avatarUrl: null, isGuest: false },
  };
  expect(await callsOf(ben)).toMatchObject([
    { __typename: 'CallRinging', call: { ...notice, state: 'RINGING', expiresAt: expect.any(String) } },
    { __typename: 'CallSettled', call: { ...notice, state: 'ACTIVE', expiresAt: null } },
  ]);
  expect(await callsOf(cleo)).toEqual([]);
});

it('does not ring when it hears of it too late', async () => {
  const [late, next] = [callBy(ada), callBy(ada)];
  await rings(late, [ben.sub], -1);
  await rings(next, [ben.sub]);
  await vi.waitFor(async () => expect(await callsOf(ben)).toMatchObject([{ call: { id: next.callId } }]), {
    timeout: 5_000,
    interval: 50,
  });
});

it('says once in their own conversation, which it makes, that a call was missed: unread for who missed it alone', async () => {
  const call = callBy(ada);
  await settles(
    call,
    [
      [ben, 'MISSED'],
      [ada, 'MISSED'],
    ],
    [missed(ben)],
  );
  const line = {
    unreadCount: 1,
    lastMessage: {
      body: 'Missed call from Ada',
      author: { isSystem: true },
      notice: {
        kind: 'CALL_MISSED',
        url: call.meetingUrl,
        durationSeconds: null,
        call: { id: call.callId, state: 'MISSED', caller: { userId: ada.sub, isGuest: false }, expiresAt: null },
      },
    },
  };
  await vi.waitFor(async () => expect(await conversations(ben)).toMatchObject([line]), { timeout: 5_000 });
  expect(await conversations(ada)).toMatchObject([{ ...line, unreadCount: 0 }]);
  const moved = async () => (await inboxOf(ben)).filter(({ __typename }) => __typename === 'ConversationMoved');
  await vi.waitFor(async () => expect(await moved()).toMatchObject([{ unreadCount: 1 }]), { timeout: 5_000 });

  // Once that is read: another one, which took place, stands in the same conversation, and is news to nobody.
  const [direct] = await conversations(ben);
  await chat.ask(
    ben,
    `mutation ($input: MarkReadInput!) { markRead(input: $input) { conversation { unreadCount } } }`,
    {
      input: { conversationId: direct?.id, seq: 1 },
    },
  );
  const talk: CallLine = { kind: 'CALL_ENDED', userIds: [ben.sub], durationSeconds: 754 };
  await settles(callBy(ada), [[ben, 'ENDED']], [talk]);
  await vi.waitFor(
    async () =>
      expect((await conversations(ben))[0]).toMatchObject({
        unreadCount: 0,
        lastMessage: { body: 'Call from Ada, 12:34', notice: { kind: 'CALL_ENDED', durationSeconds: 754 } },
      }),
    { timeout: 5_000 },
  );
  expect(await conversations(ben)).toHaveLength(1);
});

it('says it in the group that it was made from, and nowhere else', async () => {
  const conversationId = await starts('Engine', ben, cleo);
  await settles(callBy(ada, { isGroup: true, conversationId }), [[ben, 'MISSED']], [missed(ben, cleo)]);
  for (const who of [ben, cleo])
    await vi.waitFor(
      async () =>
        expect(await conversations(who)).toMatchObject([
          { id: conversationId, unreadCount: 1, lastMessage: { notice: { kind: 'CALL_MISSED' } } },
        ]),
      { timeout: 5_000 },
    );
});

it('says it with each alone, where somebody is not in the conversation that was named', async () => {
  const conversationId = await starts('Without Cleo', ben);
  await settles(callBy(ada, { isGroup: true, conversationId }), [[ben, 'MISSED']], [missed(ben, cleo)]);
  await vi.waitFor(async () => expect(await conversations(cleo)).toMatchObject([{ title: null, unreadCount: 1 }]), {
    timeout: 5_000,
  });
  const ofBen = await conversations(ben);
  expect(ofBen.find(({ id }) => id === conversationId)).toMatchObject({ lastMessage: null });
  expect(ofBen.find(({ title }) => title === null)).toMatchObject({ unreadCount: 1 });
});
