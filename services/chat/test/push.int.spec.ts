import {
  callRinging,
  callSettled,
  doNotDisturbChanged,
  sessionRevoked,
  type CallSnapshot,
  type CallState,
} from '@parley/contracts';
import { newId } from '@parley/persistence';
import { TestPushService, withClient, type ReceivedPush, type TestSubscription } from '@parley/testing';
import { createECDH } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';
import { Files } from './files.ts';
import { Talk } from './talk.ts';

const pair = createECDH('prime256v1');
const publicKey = pair.generateKeys('base64url');
const privateKey = Buffer.alloc(32);
pair.getPrivateKey().copy(privateKey, 32 - pair.getPrivateKey().length);

let chat: ChatUnderTest;
let talk: Talk;
let vendor: TestPushService;
let ada: TestPerson, ben: TestPerson, cleo: TestPerson;
beforeAll(async () => {
  vendor = await TestPushService.start();
  chat = await startChat({
    PUSH_PRIVATE_KEY: privateKey.toString('base64url'),
    PUSH_TEST_ORIGINS: [vendor.origin],
  });
  talk = await Talk.with(chat);
});
beforeEach(async () => {
  const org = organisation();
  [ada, ben, cleo] = [
    await chat.register(person(org), 'Ada', true),
    await chat.register(person(org), 'Ben'),
    await chat.register(person(org), 'Cleo'),
  ];
});
afterAll(async () => {
  await talk?.close();
  await chat?.stop();
  await vendor?.stop();
});

const registers = (who: TestPerson, device: TestSubscription, language?: string) =>
  talk.change<{ subscription: { id: string } | null }>(
    who,
    'registerPushSubscription',
    { ...device, language },
    'subscription { id }',
  );
const browserOf = async (who: TestPerson): Promise<TestSubscription> => {
  const device = vendor.subscribe();
  expect(await registers(who, device)).toMatchObject({ userErrors: [] });
  return device;
};
const comes = (device: TestSubscription, count = 1): Promise<ReceivedPush[]> =>
  vi.waitFor(
    () => {
      expect(vendor.of(device)).toHaveLength(count);
      return vendor.of(device);
    },
    { timeout: 15_000, interval: 50 },
  );
/** What is told to somebody else behind it shows that this browser was left out. */
const comesAfterAll = async (conversationId: string, by: TestPerson): Promise<void> => {
  const witness = await chat.register(person(by.org), 'Witness');
  const device = await browserOf(witness);
  const apart = await talk.start(by, [witness]);
  await talk.say(by, conversationId, 'the last of it');
  await talk.say(by, apart, 'now');
  await comes(device);
};

/** Rows as no person sees them. */
const rowsOf = <Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> =>
  withClient(chat.database.superuserUrl, async (client) => (await client.query<Row>(sql, values)).rows);

const callBy = ({ sub }: TestPerson): CallSnapshot => ({
  callId: newId('call'),
  kind: 'VIDEO',
  caller: { userId: sub, displayName: 'Ada', avatarUrl: null },
  isGroup: false,
  meetingCode: 'abc-defg-hij',
  meetingUrl: 'http://localhost:4000/m/abc-defg-hij',
  conversationId: null,
  startedAt: new Date().toISOString(),
});
const rings = (call: CallSnapshot, userIds: TestPerson['sub'][]) =>
  chat.hears(callRinging, {
    organisationId: ada.org,
    call,
    userIds,
    expiresAt: new Date(Date.now() + 45_000).toISOString(),
  });
const settles = (call: CallSnapshot, told: [TestPerson, CallState][]) =>
  chat.hears(callSettled, {
    organisationId: ada.org,
    call,
    told: told.map(([{ sub }, state]) => ({ userId: sub, state })),
    lines: [],
    at: new Date().toISOString(),
  });

it('tells the key that browsers subscribe with', async () => {
  expect((await chat.ask(ada, '{ pushKey }')).data).toEqual({ pushKey: publicKey });
});

it('tells every browser of whoever else is in a conversation, sealed for each, signed by us, once', async () => {
  const [ofAda, first, second] = [await browserOf(ada), await browserOf(ben), await browserOf(ben)];
  const conversationId = await talk.start(ada, [ben, cleo], 'Engine');
  const { id } = await talk.say(ada, conversationId, `  Shall we\n\nmeet? ${'x'.repeat(400)}`);
  for (const device of [first, second]) {
    const [push] = await comes(device);
    expect(push).toMatchObject({ serverKey: publicKey, claims: { sub: 'https://parley.example' } });
    expect(push?.headers).toMatchObject({ urgency: 'normal', topic: push?.data.tag });
    expect(Number(push?.headers.ttl)).toBeGreaterThan(86_000);
    expect(push?.data).toMatchObject({
      kind: 'MESSAGE',
      from: 'Ada',
      title: 'Engine',
      path: `/chats/${conversationId}`,
    });
    expect(push?.data.words).toMatch(/^Shall we meet\? x{224}…$/);
    expect(`${String(push?.data.id)}`.replaceAll('-', '')).toBe(id.slice(4));
  }
  await comesAfterAll(conversationId, ada);
  expect(vendor.of(ofAda)).toEqual([]);
  expect(vendor.faults).toEqual([]);
});

it('rings at once, for as long as it rings, and stops the devices that did not answer', async () => {
  const [first, second] = [await browserOf(ben), await browserOf(ben)];
  const call = callBy(ada);
  await rings(call, [ben.sub]);
  for (const device of [first, second]) {
    const [push] = await comes(device);
    expect(push?.headers.urgency).toBe('high');
    expect(Number(push?.headers.ttl)).toBeGreaterThan(25);
    expect(Number(push?.headers.ttl)).toBeLessThanOrEqual(45);
    expect(push?.data).toMatchObject({ kind: 'CALL', from: 'Ada', isVideo: true, path: '/', words: null });
  }
  await settles(call, [
    [ben, 'ACTIVE'],
    [ada, 'ACTIVE'],
  ]);
  for (const device of [first, second]) {
    const [ringing, stopped] = await comes(device, 2);
    expect(stopped?.headers).toMatchObject({ urgency: 'high', topic: ringing?.headers.topic });
    expect(stopped?.data).toMatchObject({ kind: 'CALL_SETTLED', isAnswered: true, tag: ringing?.data.tag });
  }
});

it('says that a call was missed in the place of the ringing', async () => {
  const device = await browserOf(ben);
  const call = callBy(ada);
  await rings(call, [ben.sub]);
  await comes(device);
  await settles(call, [
    [ben, 'MISSED'],
    [ada, 'MISSED'],
  ]);
  const [ringing, missed] = await comes(device, 2);
  expect(missed?.data).toMatchObject({ kind: 'CALL_MISSED', from: 'Ada', path: `/chats/with/${ada.sub}` });
  expect(missed?.data.tag).toBe(ringing?.data.tag);
});

it('tries again what the push service could not take, as late as it asks', async () => {
  const device = await browserOf(ben);
  const conversationId = await talk.start(ada, [ben]);
  vendor.answer({ status: 503, retryAfter: 7 });
  const began = Date.now();
  await talk.say(ada, conversationId, 'Hello');
  const [push] = await vi.waitFor(
    () => {
      expect(vendor.of(device)).toHaveLength(1);
      return vendor.of(device);
    },
    { timeout: 60_000, interval: 200 },
  );
  expect((push as ReceivedPush).at - began).toBeGreaterThan(6_900);
}, 90_000);

it('forgets a browser that has gone', async () => {
  const [gone, there] = [await browserOf(ben), await browserOf(ben)];
  const conversationId = await talk.start(ada, [ben]);
  vendor.answer({ status: 410 });
  await talk.say(ada, conversationId, 'One');
  const count = () =>
    rowsOf<{ n: number }>(
      `SELECT count(*)::integer AS n FROM push_subscription WHERE endpoint IN ($1, $2)`,
      gone.endpoint,
      there.endpoint,
    );
  await vi.waitFor(async () => expect(await count()).toEqual([{ n: 1 }]), { timeout: 15_000, interval: 100 });
});

it('tells nothing to a browser whose session has ended', async () => {
  const device = await browserOf(ben);
  const conversationId = await talk.start(ada, [ben]);
  await chat.hears(sessionRevoked, {
    organisationId: ben.org,
    userId: ben.sub,
    sessionId: ben.sid,
    reason: 'SIGNED_OUT',
  });
  await vi.waitFor(
    async () => {
      const rows = await rowsOf(`SELECT FROM push_subscription WHERE endpoint = $1`, device.endpoint);
      expect(rows).toEqual([]);
    },
    { timeout: 15_000, interval: 100 },
  );
  await comesAfterAll(conversationId, ada);
  expect(vendor.of(device)).toEqual([]);
});

it('gives a browser to whoever signs in there next', async () => {
  const device = await browserOf(ben);
  await registers(cleo, device);
  const conversationId = await talk.start(ada, [ben]);
  await comesAfterAll(conversationId, ada);
  await talk.say(ada, await talk.start(ada, [cleo]), 'For Cleo');
  expect((await comes(device))[0]?.data).toMatchObject({ words: 'For Cleo' });
});

it('refuses what is no browser, and keeps none of it', async () => {
  const good = vendor.subscribe();
  const wrong: [Partial<TestSubscription>, string][] = [
    [{ endpoint: 'http://push.example/x' }, 'endpoint'],
    [{ endpoint: 'https://10.0.0.1/x' }, 'endpoint'],
    [{ endpoint: 'https://169.254.169.254/latest/meta-data' }, 'endpoint'],
    [{ p256dh: 'AAAA' }, 'p256dh'],
    [{ auth: 'AAAA' }, 'auth'],
  ];
  for (const [part, field] of wrong)
    expect(await registers(ben, { ...good, ...part })).toEqual({
      subscription: null,
      userErrors: [{ code: 'BAD_USER_INPUT', field: [field] }],
    });
  for (let n = 0; n < 20; n += 1) await browserOf(ben);
  expect(await registers(ben, good)).toEqual({ subscription: null, userErrors: [{ code: 'CONFLICT', field: null }] });
  const removed = await talk.change(ben, 'removePushSubscription', { endpoint: good.endpoint }, 'isRemoved');
  expect(removed).toEqual({ isRemoved: true, userErrors: [] });
});

it('tells as somebody wants to be told: of all, of mentions, of nothing, without the words', async () => {
  const device = await browserOf(ben);
  const conversationId = await talk.start(ada, [ben, cleo], 'Engine');
  const level = (by: TestPerson, to: string, id = conversationId) =>
    talk.change(by, 'setNotificationLevel', { conversationId: id, level: to }, 'conversation { notificationLevel }');
  expect(await level(ben, 'MENTIONS')).toMatchObject({ conversation: { notificationLevel: 'MENTIONS' } });
  await talk.say(ada, conversationId, 'to all');
  const mentions = (mentioned: TestPerson, body: string) =>
    talk.change(ada, 'sendMessage', { conversationId, body, mentions: [mentioned.sub] }, 'message { id }');
  await mentions(cleo, 'to Cleo');
  await mentions(ben, 'to Ben');
  expect((await comes(device))[0]?.data).toMatchObject({ kind: 'MENTION', words: 'to Ben' });

  await talk.change(ben, 'setNotificationPreferences', { showsWords: false }, 'preferences { showsWords }');
  await mentions(ben, 'secret');
  expect((await comes(device, 2))[1]?.data).toMatchObject({ kind: 'MENTION', from: 'Ada', words: null });

  await level(ben, 'NONE');
  await mentions(ben, 'nothing of it');
  await comesAfterAll(conversationId, ada);
  expect(vendor.of(device)).toHaveLength(2);
  const stranger = await chat.register(person(ada.org), 'Dora');
  expect(await level(stranger, 'NONE')).toEqual({
    conversation: null,
    userErrors: [{ code: 'NOT_FOUND', field: ['conversationId'] }],
  });
});

it('tells of a mention that an edit brings', async () => {
  const device = await browserOf(ben);
  const conversationId = await talk.start(ada, [ben, cleo], 'Engine');
  await talk.change(ben, 'setNotificationLevel', { conversationId, level: 'MENTIONS' }, 'conversation { id }');
  const { id } = await talk.say(ada, conversationId, 'to all');
  await talk.change(ada, 'editMessage', { messageId: id, body: 'to Ben', mentions: [ben.sub] }, 'message { id }');
  expect((await comes(device))[0]?.data).toMatchObject({ kind: 'MENTION', words: 'to Ben' });
});

it('is silent in quiet hours, calls too, and says which they are', async () => {
  const device = await browserOf(ben);
  const hours = { quietFrom: '00:00', quietTo: '00:00', timeZone: 'Europe/Berlin' };
  const set = (input: object) =>
    talk.change(ben, 'setNotificationPreferences', input, 'preferences { quietFrom quietTo timeZone showsWords }');
  expect(await set(hours)).toEqual({ preferences: { ...hours, showsWords: true }, userErrors: [] });
  await rings(callBy(ada), [ben.sub]);
  await comesAfterAll(await talk.start(ada, [ben]), ada);
  expect(vendor.of(device)).toEqual([]);

  for (const [wrong, field] of [
    [{ quietFrom: '25:00' }, 'quietFrom'],
    [{ quietTo: null }, 'quietTo'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
  ] as const)
    expect(await set(wrong)).toEqual({ preferences: null, userErrors: [{ code: 'BAD_USER_INPUT', field: [field] }] });
  expect(await set({ showsWords: false })).toMatchObject({ preferences: { ...hours, showsWords: false } });
  expect(await set({ quietFrom: null, quietTo: null })).toMatchObject({ preferences: { quietFrom: null } });
  await talk.say(ada, await talk.start(ada, [ben]), 'Awake?');
  expect((await comes(device))[0]?.data).toMatchObject({ words: null });
});

it('is silent while somebody does not want to be disturbed, calls too, until it ends; an earlier word that comes late changes nothing', async () => {
  const device = await browserOf(ben);
  const says = (isOn: boolean, inMs: number, until: string | null = null) =>
    chat.hears(doNotDisturbChanged, {
      organisationId: ben.org,
      userId: ben.sub,
      isOn,
      until,
      at: new Date(Date.now() + inMs).toISOString(),
    });
  const isQuiet = async () => (await chat.ask<{ isQuietNow: boolean }>(ben, `{ isQuietNow }`)).data.isQuietNow;
  const comesToBe = (wanted: boolean) => expect.poll(isQuiet, { timeout: 15_000 }).toBe(wanted);
  expect(await isQuiet()).toBe(false);
  await says(true, 0);
  await comesToBe(true);
  await says(false, -60_000);
  await rings(callBy(ada), [ben.sub]);
  const conversationId = await talk.start(ada, [ben]);
  await comesAfterAll(conversationId, ada);
  expect(await isQuiet()).toBe(true);
  expect(vendor.of(device)).toEqual([]);

  // It ends by itself.
  await says(true, 1, new Date(Date.now() + 1_000).toISOString());
  await comesToBe(false);
  await talk.say(ada, conversationId, 'Here again?');
  expect((await comes(device))[0]?.data).toMatchObject({ words: 'Here again?' });
});

it('tells a message without words by what its first file is called', async () => {
  const device = await browserOf(ben);
  const conversationId = await talk.start(ada, [ben]);
  const files = new Files(chat, talk);
  const ids = [
    await files.upload(ada, conversationId, Buffer.from('one'), { name: 'Plan.txt' }),
    await files.upload(ada, conversationId, Buffer.from('two'), { name: 'Other.txt' }),
  ];
  await files.send(ada, conversationId, ids);
  expect((await comes(device))[0]?.data).toMatchObject({ kind: 'MESSAGE', words: 'Plan.txt' });
  await talk.change(ben, 'setNotificationPreferences', { showsWords: false }, 'preferences { showsWords }');
  await files.send(ada, conversationId, [await files.upload(ada, conversationId, Buffer.from('three'))]);
  expect((await comes(device, 2))[1]?.data).toMatchObject({ words: null });
});

it('holds back what was read before it went out', async () => {
  const device = await browserOf(ben);
  const conversationId = await talk.start(ada, [ben]);
  const waiting = () =>
    rowsOf(
      `SELECT p.attempts FROM push p JOIN push_subscription s ON s.id = p.subscription_id WHERE s.endpoint = $1 AND p.done_at IS NULL`,
      device.endpoint,
    );
  vendor.answer({ status: 503 });
  const { seq } = await talk.say(ada, conversationId, 'Read elsewhere');
  await vi.waitFor(
    async () => {
      expect(await waiting()).toEqual([{ attempts: 1 }]);
    },
    { timeout: 15_000, interval: 50 },
  );
  await talk.change(ben, 'markRead', { conversationId, seq }, 'conversation { unreadCount }');
  await vi.waitFor(
    async () => {
      expect(await waiting()).toEqual([]);
    },
    { timeout: 30_000, interval: 200 },
  );
  expect(vendor.of(device)).toEqual([]);
}, 60_000);
