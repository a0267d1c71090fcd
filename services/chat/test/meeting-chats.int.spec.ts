import { createHash, randomBytes } from 'node:crypto';
import { connectNats } from '@parley/bus';
import {
  liveOpenSubject,
  liveReadSubject,
  recordingReady,
  sessionChanged,
  sessionPersonChanged,
  type ConversationId,
  type KeptEvent,
  type MeetingRole,
  type MeetingSessionSnapshot,
  type Refusal,
  type SessionPerson,
} from '@parley/contracts';
import { hashOfArguments } from '@parley/identity';
import { newId } from '@parley/persistence';
import { withClient, type TestCaller } from '@parley/testing';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';

interface Sent {
  message: {
    seq: number;
    body: string;
    author: { userId: string; displayName: string; isGuest: boolean; isSystem: boolean };
  } | null;
  userErrors: { code: string }[];
}

let chat: ChatUnderTest;
let gateway: NatsConnection;
let ada: TestPerson, ben: TestPerson, visitor: TestPerson;
beforeAll(async () => {
  chat = await startChat();
  gateway = await connectNats(chat.nats.url('gateway'), 'gateway in a test');
  const org = organisation();
  ada = await chat.register(person(org), 'Ada', true);
  ben = await chat.register(person(org), 'Ben', true);
  visitor = await chat.register(person(organisation()), 'Vera', true);
});
afterAll(async () => {
  await gateway.close();
  await chat.stop();
});
beforeEach(() => {
  chat.knowsOf(() => null);
});

const guestToken = () => `gst_${randomBytes(32).toString('base64url')}`;
const session = (more: Partial<MeetingSessionSnapshot> = {}): MeetingSessionSnapshot => ({
  organisationId: ada.org,
  sessionId: newId('meetingSession'),
  meetingId: newId('meeting'),
  conversationId: newId('conversation'),
  hostUserId: ada.sub,
  title: 'Weekly',
  recordUrl: 'http://localhost/meetings/abc-defg-hjk',
  startedAt: new Date().toISOString(),
  endedAt: null,
  presentersMayChat: true,
  ...more,
});
const account = ({ sub, org }: TestPerson, displayName: string, role: MeetingRole = 'PRESENTER'): SessionPerson => ({
  userId: sub,
  guestTokenHash: null,
  displayName,
  avatarUrl: null,
  isVisitor: org !== ada.org,
  role,
  until: null,
});
const guest = (token: string, displayName: string, more: Partial<SessionPerson> = {}): SessionPerson => ({
  userId: null,
  guestTokenHash: createHash('sha256').update(token).digest('hex'),
  displayName,
  avatarUrl: null,
  isVisitor: false,
  role: 'PRESENTER',
  until: new Date(Date.now() + 3_600_000).toISOString(),
  ...more,
});
type Change = 'JOINED' | 'ROLE_CHANGED' | 'REMOVED';
const tell = (of: MeetingSessionSnapshot, who: SessionPerson, change: Change = 'JOINED') =>
  chat.hears(sessionPersonChanged, { session: of, person: who, change });

const SEND = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { seq body author { userId displayName isGuest isSystem } } userErrors { code } } }`;
const send = async (who: TestCaller, conversationId: string, body: string, more: object = {}) => {
  const { data, errors } = await chat.ask<{ sendMessage: Sent }>(who, SEND, {
    input: { conversationId, body, ...more },
  });
  return errors ? { message: null, userErrors: [{ code: String(errors[0]?.extensions.code) }] } : data.sendMessage;
};
const code = async (sent: Promise<Sent>) => (await sent).userErrors[0]?.code;
interface Shown {
  title: string;
  kind: string;
  mayWrite: boolean;
  myId: string;
  unreadCount: number;
  meeting: { id: string } | null;
  messages: { nodes: { body: string }[] };
  lastMessage: { body: string } | null;
  members: { nodes: { displayName: string; isGuest: boolean }[] };
}
const SHOW = `query ($id: ID!, $guestToken: String) { conversation(id: $id, guestToken: $guestToken) { title kind mayWrite myId unreadCount meeting { id }
  messages(last: 50) { nodes { body } } lastMessage { body } members(first: 20) { nodes { displayName isGuest } } } }`;
const show = async (who: TestCaller, id: string, token?: string) =>
  (await chat.ask<{ conversation: Shown | null }>(who, SHOW, { id, guestToken: token })).data.conversation;
const bodies = async (who: TestCaller, id: string, token?: string) =>
  (await show(who, id, token))?.messages.nodes.map(({ body }) => body);
const listed = async (who: TestPerson) =>
  (
    await chat.ask<{ conversations: { nodes: { id: string; title: string; unreadCount: number }[] } }>(
      who,
      `{ conversations(first: 50) { nodes { id title unreadCount } } }`,
    )
  ).data.conversations.nodes;
const isIn = (who: TestCaller, id: string, token?: string) =>
  expect.poll(async () => (await show(who, id, token)) !== null, { timeout: 10_000 }).toBe(true);

/** Everything that may be followed, read as a gateway reads it; or why not. */
async function follow(who: TestCaller, conversationId: ConversationId, token?: string) {
  const args = { conversationId, ...(token ? { guestToken: token } : {}) };
  const claim = await chat.claim(who, hashOfArguments('conversationEvents', args));
  const opened = (
    await gateway.request(liveOpenSubject('chat'), JSON.stringify({ v: 1, field: 'conversationEvents', args, claim }))
  ).json<{ grant: string; error?: Refusal; opened?: { holder: string; intervals: unknown } }>();
  if (!opened.opened) return { error: opened.error?.code, events: [] };
  const read = async () =>
    (
      await gateway.request(
        liveReadSubject('chat'),
        JSON.stringify({ v: 1, grant: opened.grant, after: 0, limit: 100, maxBytes: 100_000 }),
      )
    )
      .json<{ events: KeptEvent[] }>()
      .events.map(({ event }) => event);
  return { error: undefined, events: await read(), read, intervals: opened.opened.intervals };
}

describe('a meeting’s conversation', () => {
  it('is made by the first who is in; whoever comes later sees all of it, and nothing of it is unread', async () => {
    const of = session();
    await tell(of, account(ada, 'Ada', 'HOST'));
    await isIn(ada, of.conversationId);
    expect((await send(ada, of.conversationId, 'hello')).message).toMatchObject({ seq: 1, body: 'hello' });
    await tell(of, account(ben, 'Ben'));
    await isIn(ben, of.conversationId);
    expect(await show(ben, of.conversationId)).toMatchObject({
      title: 'Weekly',
      kind: 'MEETING',
      mayWrite: true,
      unreadCount: 0,
      meeting: { id: of.meetingId },
      messages: { nodes: [{ body: 'hello' }] },
      lastMessage: { body: 'hello' },
      members: { nodes: expect.arrayContaining([{ displayName: 'Ada', isGuest: false }]) },
    });
  });

  it('is among one’s conversations once somebody has written, under the meeting’s title', async () => {
    const of = session({ title: 'Quiet' });
    await tell(of, account(ada, 'Ada', 'HOST'));
    await tell(of, account(ben, 'Ben'));
    await isIn(ben, of.conversationId);
    expect((await listed(ben)).map(({ title }) => title)).not.toContain('Quiet');
    await send(ada, of.conversationId, 'hello');
    await chat.hears(sessionChanged, { session: { ...of, title: 'Loud' } });
    await expect
      .poll(async () => (await listed(ben)).find(({ id }) => id === of.conversationId), { timeout: 10_000 })
      .toEqual({ id: of.conversationId, title: 'Loud', unreadCount: 1 });
  });

  it('is closed to whoever was never in, and to no account at all', async () => {
    const of = session();
    await tell(of, account(ada, 'Ada', 'HOST'));
    await isIn(ada, of.conversationId);
    expect(await show(ben, of.conversationId)).toBeNull();
    expect(await code(send(ben, of.conversationId, 'x'))).toBe('NOT_FOUND');
    expect((await follow(ben, of.conversationId)).error).toBe('NOT_FOUND');
    expect(await code(send({}, of.conversationId, 'x'))).toBe('UNAUTHENTICATED');
    expect((await follow({}, of.conversationId)).error).toBe('UNAUTHENTICATED');
    expect(await bodies(ada, of.conversationId)).toEqual([]);
  });
});

describe('guests and visitors', () => {
  it('a guest writes and reads with the token, is marked, and is the same one every time', async () => {
    const [of, token] = [session(), guestToken()];
    await tell(of, account(ada, 'Ada', 'HOST'));
    await send(ada, of.conversationId, 'before');
    await tell(of, guest(token, 'Gus'));
    await isIn({}, of.conversationId, token);
    const nonce = { guestToken: token, clientNonce: 'n1' };
    const [one, two] = [await send({}, of.conversationId, 'hi', nonce), await send({}, of.conversationId, 'hi', nonce)];
    expect(one.message).toMatchObject({
      body: 'hi',
      author: { userId: expect.stringMatching(/^gue_/), displayName: 'Gus', isGuest: true, isSystem: false },
    });
    expect(two).toEqual(one);
    expect((await show({}, of.conversationId, token))?.myId).toBe(one.message?.author.userId);
    expect((await show(ada, of.conversationId))?.myId).toBe(ada.sub);
    expect(await bodies({}, of.conversationId, token)).toEqual((await bodies(ada, of.conversationId)) ?? []);
    const { events } = await follow({}, of.conversationId, token);
    expect(events.at(-1)).toMatchObject({
      __typename: 'MessageSent',
      message: { body: 'hi', author: { isGuest: true }, notice: null },
    });
    // Whoever is signed in is themselves, whatever token they hold.
    expect((await send(ada, of.conversationId, 'me', { guestToken: token })).message?.author).toMatchObject({
      userId: ada.sub,
      isGuest: false,
    });
  });

  it('a guest token opens its own meeting’s conversation and nothing else', async () => {
    const [of, other, token] = [session(), session(), guestToken()];
    await tell(of, guest(token, 'Gus'));
    await tell(other, account(ada, 'Ada', 'HOST'));
    await isIn({}, of.conversationId, token);
    await isIn(ada, other.conversationId);
    const { data } = await chat.ask<{ startConversation: { conversation: { id: ConversationId } } }>(
      ada,
      `mutation ($input: StartConversationInput!) { startConversation(input: $input) { conversation { id } } }`,
      { input: { memberIds: [ben.sub], title: 'Group' } },
    );
    const ids = [other.conversationId, data.startConversation.conversation.id, newId('conversation')];
    for (const id of ids) {
      expect(await show({}, id, token)).toBeNull();
      expect(await code(send({}, id, 'x', { guestToken: token }))).toBe('NOT_FOUND');
      expect((await follow({}, id, token)).error).toBe('NOT_FOUND');
    }
    for (const bad of [guestToken(), 'gst_short', token.toUpperCase(), ada.sub])
      expect(await code(send({}, of.conversationId, 'x', { guestToken: bad }))).toBe('NOT_FOUND');
    for (const query of [
      '{ conversations(first: 5) { nodes { id } } }',
      `mutation { markRead(input: { conversationId: "${of.conversationId}", seq: 1 }) { userErrors { code } } }`,
    ])
      expect((await chat.ask({}, query)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('a guest writes ten messages in ten seconds; the next one is refused and stored nowhere, and others are not held up', async () => {
    const [of, token, other] = [session(), guestToken(), guestToken()];
    await tell(of, account(ada, 'Ada', 'HOST'));
    await tell(of, guest(token, 'Gus'));
    await tell(of, guest(other, 'Gia'));
    await isIn({}, of.conversationId, other);
    const say = (guestToken: string, n: number) =>
      send({}, of.conversationId, `${n}`, { guestToken, clientNonce: `n${n}` });
    for (let n = 1; n <= 10; n += 1) expect((await say(token, n)).userErrors).toEqual([]);
    expect(await say(token, 11)).toMatchObject({ message: null, userErrors: [{ code: 'RATE_LIMITED' }] });
    // What is stored is answered, however often it is asked for.
    expect((await say(token, 10)).message?.body).toBe('10');
    expect((await say(other, 12)).message?.body).toBe('12');
    for (let n = 13; n <= 24; n += 1) expect((await send(ada, of.conversationId, `${n}`)).userErrors).toEqual([]);
    const stored = await bodies(ada, of.conversationId);
    expect(stored).toHaveLength(23);
    expect(stored).not.toContain('11');
  });

  it('a guest’s right ends with the session, with their term, and with a removal; what was said before stays told', async () => {
    const [of, token, expired, removed] = [session(), guestToken(), guestToken(), guestToken()];
    await tell(of, account(ada, 'Ada', 'HOST'));
    await tell(of, guest(token, 'Gus'));
    await tell(of, guest(expired, 'Old', { until: new Date(Date.now() - 1_000).toISOString() }));
    await tell(of, guest(removed, 'Rex'));
    await isIn({}, of.conversationId, removed);
    expect(await show({}, of.conversationId, expired)).toBeNull();
    const rex = await follow({}, of.conversationId, removed);
    await send(ada, of.conversationId, 'all hear this');
    await tell(of, guest(removed, 'Rex'), 'REMOVED');
    await expect.poll(() => show({}, of.conversationId, removed), { timeout: 10_000 }).toBeNull();
    await send(ada, of.conversationId, 'Rex does not');
    // Also by a grant from before.
    expect((await rex.read?.())?.map(({ __typename }) => __typename)).toEqual(['MessageSent', 'MemberRemoved']);
    expect(await code(send({}, of.conversationId, 'x', { guestToken: removed }))).toBe('NOT_FOUND');
    const gus = await follow({}, of.conversationId, token);
    await chat.hears(sessionChanged, { session: { ...of, endedAt: new Date().toISOString() } });
    await expect.poll(() => show({}, of.conversationId, token), { timeout: 10_000 }).toBeNull();
    await send(ada, of.conversationId, 'afterwards');
    expect((await gus.read?.())?.at(-1)).toMatchObject({ __typename: 'SessionEnded', endedAt: expect.any(String) });
    expect(await bodies(ada, of.conversationId)).toEqual(['all hear this', 'Rex does not', 'afterwards']);
    // A word that comes late lets no guest in again.
    await tell(of, guest(token, 'Gus'));
    await tell({ ...of, title: 'Late' }, account(ben, 'Ben'));
    await isIn(ben, of.conversationId);
    expect(await show({}, of.conversationId, token)).toBeNull();
  });

  it('somebody of another organisation reads and writes there, and finds nothing of it at home', async () => {
    const of = session();
    await tell(of, account(visitor, 'Vera'));
    await isIn(visitor, of.conversationId);
    expect((await send(visitor, of.conversationId, 'from afar')).message).toMatchObject({
      author: { userId: visitor.sub, displayName: 'Vera', isGuest: false },
    });
    expect((await follow(visitor, of.conversationId)).events).toMatchObject([{ message: { body: 'from afar' } }]);
    expect(await listed(visitor)).toEqual([]);
    const told = await withClient(
      chat.database.superuserUrl,
      async (client) =>
        (await client.query('SELECT FROM person_inbox WHERE user_id = $1', [visitor.sub.slice(4)])).rowCount,
    );
    expect(told).toBe(0);
  });
});

describe('who may write', () => {
  it.each<[MeetingRole, boolean, boolean]>([
    ['HOST', false, true],
    ['CO_HOST', false, true],
    ['PRESENTER', true, true],
    ['PRESENTER', false, false],
    ['VIEWER', true, false],
  ])('%s, presentersMayChat %s: %s', async (role, presentersMayChat, may) => {
    const of = session({ presentersMayChat });
    await tell(of, account(ben, 'Ben', role));
    await isIn(ben, of.conversationId);
    expect((await show(ben, of.conversationId))?.mayWrite).toBe(may);
    expect(await code(send(ben, of.conversationId, 'x'))).toBe(may ? undefined : 'FORBIDDEN');
    expect(await bodies(ben, of.conversationId)).toEqual(may ? ['x'] : []);
  });

  it('changes with the meeting’s permissions and one’s role, at once; a message stored before is still answered', async () => {
    const [of, token] = [session(), guestToken()];
    await tell(of, guest(token, 'Gus'));
    await isIn({}, of.conversationId, token);
    const say = (clientNonce: string) => code(send({}, of.conversationId, 'x', { guestToken: token, clientNonce }));
    expect(await say('one')).toBeUndefined();
    await chat.hears(sessionChanged, { session: { ...of, presentersMayChat: false } });
    // Each try is another message: one that is stored before chat has heard is answered for good.
    await expect.poll(() => say(crypto.randomUUID()), { timeout: 5_000 }).toBe('FORBIDDEN');
    expect(await say('one')).toBeUndefined();
    await tell({ ...of, presentersMayChat: false }, guest(token, 'Gus', { role: 'CO_HOST' }), 'ROLE_CHANGED');
    await expect.poll(() => say('three'), { timeout: 5_000 }).toBeUndefined();
  });
});

interface Changed {
  message: { body: string; deletedAt: string | null; reactions: { emoji: string; userIds: string[] }[] } | null;
  userErrors: { code: string }[];
}

describe('what becomes of messages there', () => {
  const change = async (who: TestCaller, name: string, input: object): Promise<Changed> => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { message { body deletedAt reactions { emoji userIds } } userErrors { code } } }`;
    const { data, errors } = await chat.ask<Record<string, Changed>>(who, query, { input });
    return errors
      ? { message: null, userErrors: [{ code: String(errors[0]?.extensions.code) }] }
      : (data[name] as Changed);
  };
  const codeOf = async (answer: Promise<Changed>) => (await answer).userErrors[0]?.code;
  const newest = async (who: TestPerson, id: string) =>
    (
      await chat.ask<{ conversation: { messages: { nodes: { id: string }[] } } }>(
        who,
        `query ($id: ID!) { conversation(id: $id) { messages(last: 1) { nodes { id } } } }`,
        { id },
      )
    ).data.conversation.messages.nodes[0]?.id as string;

  it('a guest edits, reacts and deletes with the token, their own alone, and no faster than they write', async () => {
    const [of, token, other] = [session(), guestToken(), guestToken()];
    const conversationId = of.conversationId;
    await tell(of, account(ada, 'Ada', 'HOST'));
    await tell(of, guest(token, 'Gus'));
    await tell(of, guest(other, 'Gia'));
    await isIn({}, conversationId, other);
    await send({}, conversationId, 'from Gus', { guestToken: token });
    const place = { messageId: await newest(ada, conversationId), conversationId, guestToken: token };
    expect((await change({}, 'editMessage', { ...place, body: 'Gus again' })).message?.body).toBe('Gus again');
    const reacted = await change({}, 'setReaction', { ...place, guestToken: other, emoji: '👍', on: true });
    expect(reacted.message?.reactions).toEqual([{ emoji: '👍', userIds: [expect.stringMatching(/^gue_/)] }]);
    expect(await codeOf(change({}, 'editMessage', { ...place, guestToken: other, body: 'x' }))).toBe('FORBIDDEN');
    expect(await codeOf(change({}, 'editMessage', { ...place, guestToken: guestToken(), body: 'x' }))).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(change({}, 'editMessage', { ...place, guestToken: undefined, body: 'x' }))).toBe(
      'UNAUTHENTICATED',
    );
    expect(await codeOf(change({}, 'deleteMessage', { ...place, conversationId: undefined }))).toBe('BAD_USER_INPUT');
    // Two times of ten are taken.
    for (let n = 0; n < 8; n += 1)
      expect(await codeOf(change({}, 'editMessage', { ...place, body: `${n}` }))).toBeUndefined();
    expect(await codeOf(change({}, 'editMessage', { ...place, body: 'too many' }))).toBe('RATE_LIMITED');
    expect(await codeOf(change({}, 'editMessage', { ...place, body: '7' }))).toBeUndefined();
    expect(await bodies(ada, conversationId)).toEqual(['7']);
    expect(
      (await change(ada, 'setReaction', { ...place, emoji: '👍', on: true })).message?.reactions[0]?.userIds[0],
    ).toBe(ada.sub);
  });

  it('a visitor changes their own when they say where; a mention tells them nothing at home', async () => {
    const of = session();
    await tell(of, account(ada, 'Ada', 'HOST'));
    await tell(of, account(visitor, 'Vera'));
    await isIn(visitor, of.conversationId);
    await send(visitor, of.conversationId, 'from afar');
    const place = { messageId: await newest(ada, of.conversationId), conversationId: of.conversationId };
    expect(await codeOf(change(visitor, 'editMessage', { messageId: place.messageId, body: 'x' }))).toBe('NOT_FOUND');
    expect((await change(visitor, 'editMessage', { ...place, body: 'nearer' })).message?.body).toBe('nearer');
    expect((await send(ada, of.conversationId, 'hey @Vera', { mentions: [visitor.sub] })).userErrors).toEqual([]);
    expect((await change(visitor, 'deleteMessage', place)).message).toMatchObject({
      body: '',
      deletedAt: expect.any(String),
    });
  });

  it('who may not write any more may take back, and neither edit nor react', async () => {
    const of = session();
    await tell(of, account(ben, 'Ben'));
    await isIn(ben, of.conversationId);
    await send(ben, of.conversationId, 'one');
    const place = { messageId: await newest(ben, of.conversationId) };
    await tell(of, account(ben, 'Ben', 'VIEWER'), 'ROLE_CHANGED');
    await expect.poll(async () => (await show(ben, of.conversationId))?.mayWrite, { timeout: 10_000 }).toBe(false);
    expect(await codeOf(change(ben, 'editMessage', { ...place, body: 'two' }))).toBe('FORBIDDEN');
    expect(await codeOf(change(ben, 'setReaction', { ...place, emoji: '👍', on: true }))).toBe('FORBIDDEN');
    expect(await bodies(ben, of.conversationId)).toEqual(['one']);
    expect((await change(ben, 'deleteMessage', place)).message?.deletedAt).toEqual(expect.any(String));
  });

  it('what Parley itself says is nobody’s', async () => {
    const [of, startedAt] = [session(), new Date().toISOString()];
    await tell(of, account(ada, 'Ada', 'HOST'));
    await isIn(ada, of.conversationId);
    await chat.hears(recordingReady, {
      organisationId: ada.org,
      meetingId: of.meetingId,
      recordingId: newId('recording'),
      title: 'Weekly',
      code: 'abc-defg-hjk',
      startedBy: ada.sub,
      startedAt,
      endedAt: startedAt,
      durationSeconds: 1,
      missingSeconds: 0,
      bytes: 1_000,
    });
    await expect.poll(() => bodies(ada, of.conversationId), { timeout: 10_000 }).toHaveLength(1);
    const place = { messageId: await newest(ada, of.conversationId) };
    expect(await codeOf(change(ada, 'editMessage', { ...place, body: 'x' }))).toBe('FORBIDDEN');
    expect(await codeOf(change(ada, 'deleteMessage', place))).toBe('FORBIDDEN');
    expect(await codeOf(change(ada, 'setReaction', { ...place, emoji: '🎉', on: true }))).toBeUndefined();
  });
});

describe('removal', () => {
  it('ends reading where it stands; let in again, they read from there on', async () => {
    const of = session();
    await tell(of, account(ada, 'Ada', 'HOST'));
    await tell(of, account(ben, 'Ben'));
    await isIn(ben, of.conversationId);
    await send(ada, of.conversationId, 'one');
    await tell(of, account(ben, 'Ben'), 'REMOVED');
    await expect.poll(() => show(ben, of.conversationId), { timeout: 10_000 }).toBeNull();
    expect((await follow(ben, of.conversationId)).error).toBe('NOT_FOUND');
    await send(ada, of.conversationId, 'two');
    await tell(of, account(ben, 'Ben'));
    await isIn(ben, of.conversationId);
    await send(ada, of.conversationId, 'three');
    expect(await bodies(ben, of.conversationId)).toEqual(['one', 'three']);
    // A page ends where the right to read ended; a follower goes on behind the gap.
    const { events, intervals } = await follow(ben, of.conversationId);
    expect(events.map(({ __typename }) => __typename)).toEqual(['MessageSent', 'MemberRemoved']);
    expect(intervals).toEqual([
      [1, 2],
      [4, null],
    ]);
  });
});

describe('whom chat has not heard of', () => {
  it('it asks the media-gateway about, once, and believes it', async () => {
    const [of, token] = [session(), guestToken()];
    let asked = 0;
    chat.knowsOf(({ conversationId, userId, guestTokenHash }) => {
      asked += 1;
      if (conversationId !== of.conversationId) return null;
      if (guestTokenHash) return { session: of, person: guest(token, 'Gus') };
      return userId === ben.sub ? { session: of, person: account(ben, 'Ben', 'VIEWER') } : null;
    });
    expect((await send({}, of.conversationId, 'early', { guestToken: token })).message?.author).toMatchObject({
      displayName: 'Gus',
      isGuest: true,
    });
    expect(await code(send(ben, of.conversationId, 'x'))).toBe('FORBIDDEN');
    expect(await code(send(ada, of.conversationId, 'x'))).toBe('NOT_FOUND');
    const before = asked;
    expect(await bodies({}, of.conversationId, token)).toEqual(['early']);
    expect(await bodies(ben, of.conversationId)).toEqual(['early']);
    expect(asked).toBe(before);
    // The fact comes later, and changes nothing.
    await tell(of, guest(token, 'Gus'));
    await tell(of, account(ada, 'Ada', 'HOST'));
    await isIn(ada, of.conversationId);
    expect((await show(ada, of.conversationId))?.members.nodes).toHaveLength(3);
  });
});

describe('a recording that is ready', () => {
  it('is said by Parley itself, once, in the conversation of the session that was recorded', async () => {
    const minute = (n: number) => new Date(Date.UTC(2026, 0, 5, 9, n)).toISOString();
    const [first, meetingId] = [session({ startedAt: minute(0), endedAt: minute(20) }), newId('meeting')];
    const [before, during, after] = [0, 30, 55].map((n) => session({ meetingId, startedAt: minute(n) }));
    for (const one of [first, before, during, after])
      await tell(one as MeetingSessionSnapshot, account(ada, 'Ada', 'HOST'));
    const id = (during as MeetingSessionSnapshot).conversationId;
    await isIn(ada, (after as MeetingSessionSnapshot).conversationId);
    const ready = {
      organisationId: ada.org,
      meetingId,
      recordingId: newId('recording'),
      title: 'Weekly',
      code: 'abc-defg-hjk',
      startedBy: ada.sub,
      startedAt: minute(35),
      endedAt: minute(50),
      durationSeconds: 900,
      missingSeconds: 0,
      bytes: 1_000,
    };
    await chat.hears(recordingReady, ready);
    // Another fact of the same recording says nothing more.
    await chat.hears(recordingReady, ready);
    await tell(first, account(ben, 'Ben'));
    await isIn(ben, first.conversationId);
    expect((await follow(ada, id)).events).toMatchObject([
      {
        __typename: 'MessageSent',
        message: {
          body: `The recording is ready: ${first.recordUrl}`,
          author: { displayName: 'Parley', isSystem: true, isGuest: false },
          notice: { __typename: 'MessageNotice', kind: 'RECORDING_READY', url: first.recordUrl },
        },
      },
    ]);
    for (const other of [first, before, after])
      expect(await bodies(ada, (other as MeetingSessionSnapshot).conversationId)).toEqual([]);
    expect((await listed(ada)).find((one) => one.id === id)).toMatchObject({ unreadCount: 1 });
  });
});
