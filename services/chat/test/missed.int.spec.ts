import { callSettled, type CallSnapshot, type Missed } from '@parley/contracts';
import { newId } from '@parley/persistence';
import { withClient } from '@parley/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { organisation, person, startChat, type ChatUnderTest, type TestPerson } from './chat-under-test.ts';
import { Talk } from './talk.ts';

let chat: ChatUnderTest;
let talk: Talk;
let ada: TestPerson, ben: TestPerson, cleo: TestPerson;
beforeAll(async () => {
  chat = await startChat({ MISSED_MAIL_SECONDS: 1 });
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
});

const PATIENT = { timeout: 30_000, interval: 100 };
const rowsOf = <Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> =>
  withClient(chat.database.superuserUrl, async (client) => (await client.query<Row>(sql, values)).rows);
interface Told {
  missed: Missed[];
  count: number;
  stopPath: string;
}
/** What is to be told to somebody by mail: the facts in the outbox. */
const toldTo = async ({ sub }: TestPerson): Promise<Told[]> =>
  (
    await rowsOf<{ payload: Told }>(
      `SELECT payload FROM outbox WHERE subject = 'evt.chat.missed.gathered.v1' AND payload->>'userId' = $1 ORDER BY id`,
      sub,
    )
  ).map(({ payload }) => payload);
const hasTold = async (who: TestPerson, count = 1): Promise<Told[]> => {
  await expect.poll(async () => (await toldTo(who)).length, PATIENT).toBe(count);
  return toldTo(who);
};
const waiting = async ({ sub }: TestPerson): Promise<number> =>
  (await rowsOf(`SELECT FROM missed WHERE user_id = $1::uuid AND told_at IS NULL`, sub.slice(4))).length;
const mentions = (by: TestPerson, mentioned: TestPerson, conversationId: string, body = 'look') =>
  talk.change<{ message: { id: string; seq: number } }>(
    by,
    'sendMessage',
    { conversationId, body, mentions: [mentioned.sub] },
    'message { id seq }',
  );
const prefers = (who: TestPerson, input: object) =>
  talk.change<{ preferences: { mailsMissed: boolean } | null }>(
    who,
    'setNotificationPreferences',
    input,
    'preferences { mailsMissed }',
  );
const misses = async (who: TestPerson, conversationId: string | null = null): Promise<CallSnapshot> => {
  const call = {
    callId: newId('call'),
    kind: 'VIDEO' as const,
    caller: { userId: ada.sub, displayName: 'Ada', avatarUrl: null },
    isGroup: false,
    meetingCode: 'abc-defg-hij',
    meetingUrl: 'http://localhost:4000/m/abc-defg-hij',
    conversationId: conversationId as CallSnapshot['conversationId'],
    startedAt: new Date().toISOString(),
  };
  await chat.hears(callSettled, {
    organisationId: ada.org,
    call,
    told: [{ userId: who.sub, state: 'MISSED' }],
    lines: [{ kind: 'CALL_MISSED', userIds: [who.sub], durationSeconds: null }],
    at: new Date().toISOString(),
  });
  return call;
};
/** Somebody else is told of what came later: whoever was left out had their turn. */
const afterAllOfIt = async (): Promise<void> => {
  const witness = await chat.register(person(ada.org), 'Witness');
  await mentions(ada, witness, await talk.start(ada, [witness]));
  await hasTold(witness);
};

it('gathers what somebody has not seen, a missed call and mentions, and tells it once, without its words', async () => {
  const conversationId = await talk.start(ada, [ben, cleo], 'Engine');
  // They come while nothing is told: then all is there at once.
  await prefers(ben, { quietFrom: '00:00', quietTo: '00:00', timeZone: 'UTC' });
  await mentions(ada, ben, conversationId, 'secret words');
  await mentions(cleo, ben, conversationId);
  await mentions(ada, cleo, conversationId);
  await misses(ben);
  await expect.poll(() => waiting(ben), PATIENT).toBe(3);
  await prefers(ben, { quietFrom: null, quietTo: null });
  const [told] = await hasTold(ben);
  expect(told?.count).toBe(3);
  expect(told?.missed.slice(0, 2)).toEqual([
    { kind: 'MENTION', from: 'Ada', title: 'Engine', conversationId },
    { kind: 'MENTION', from: 'Cleo', title: 'Engine', conversationId },
  ]);
  expect(told?.missed[2]).toMatchObject({ kind: 'CALL_MISSED', from: 'Ada', title: null });
  expect(JSON.stringify(told)).not.toContain('secret');
  await hasTold(cleo);

  // Another one waits for an hour to pass since, and is told then.
  await mentions(ada, ben, conversationId);
  await afterAllOfIt();
  expect(await toldTo(ben)).toHaveLength(1);
  await rowsOf(
    `UPDATE missed SET told_at = now() - interval '61 minutes' WHERE told_at IS NOT NULL AND user_id = $1`,
    ben.sub.slice(4),
  );
  expect((await hasTold(ben, 2))[1]).toMatchObject({ count: 1 });
}, 90_000);

it('does not tell what was read, deleted, taken back, or of a conversation that somebody wants to hear nothing of', async () => {
  const night = { quietFrom: '00:00', quietTo: '00:00', timeZone: 'UTC' };
  const [read, apart, silent] = [
    await talk.start(ada, [ben]),
    await talk.start(ada, [ben, cleo], 'Apart'),
    await talk.start(ada, [ben, cleo], 'Silent'),
  ];
  await prefers(ben, night);
  const { message } = await mentions(ada, ben, read);
  const deleted = await mentions(ada, ben, apart);
  const edited = await mentions(ada, ben, apart);
  await mentions(ada, ben, silent);
  await misses(ben, silent);
  await expect.poll(() => waiting(ben), PATIENT).toBe(5);
  await talk.change(ben, 'markRead', { conversationId: read, seq: message.seq }, 'conversation { id }');
  await talk.change(ada, 'deleteMessage', { messageId: deleted.message.id }, 'message { id }');
  await talk.change(
    ada,
    'editMessage',
    { messageId: edited.message.id, body: 'to all', mentions: [] },
    'message { id }',
  );
  await talk.change(ben, 'setNotificationLevel', { conversationId: silent, level: 'NONE' }, 'conversation { id }');
  await prefers(ben, { quietFrom: null, quietTo: null });
  await expect.poll(() => waiting(ben), PATIENT).toBe(0);
  expect(await toldTo(ben)).toEqual([]);
}, 90_000);

it('tells nobody who has turned it off, by the link in a mail too, which opens nothing else', async () => {
  const conversationId = await talk.start(ada, [ben, cleo], 'Engine');
  expect(await prefers(cleo, {})).toMatchObject({ preferences: { mailsMissed: true } });
  await mentions(ada, cleo, conversationId);
  const [told] = await hasTold(cleo);
  const stop = (path: string) =>
    fetch(`${chat.url}${path}`, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'x/y' },
    });
  const path = told?.stopPath ?? '';
  const ofAnother = path.replace(cleo.sub.slice(4), ben.sub.slice(4));
  expect((await stop(ofAnother)).status).toBe(404);
  expect((await stop(`${path.slice(0, -3)}xyz`)).status).toBe(404);
  expect(await prefers(ben, {})).toMatchObject({ preferences: { mailsMissed: true } });
  expect((await stop(path)).status).toBe(204);
  expect((await stop(path)).status).toBe(204);
  expect(await prefers(cleo, {})).toMatchObject({ preferences: { mailsMissed: false } });
  await rowsOf(`DELETE FROM missed WHERE user_id = $1`, cleo.sub.slice(4));
  await mentions(ada, cleo, conversationId);
  await afterAllOfIt();
  expect(await toldTo(cleo)).toHaveLength(1);
}, 90_000);
