import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestNats } from './index.ts';

let broker: TestNats;
const open: NatsConnection[] = [];

beforeEach(async () => {
  broker = await TestNats.start();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
  await broker.stop();
});

async function as(user: string): Promise<NatsConnection> {
  const { host, username: name, password } = new URL(broker.url(user));
  const connection = await connect({ servers: host, user: name, pass: password, inboxPrefix: `_INBOX.${user}` });
  open.push(connection);
  return connection;
}

/** What NATS refuses arrives as a status of the connection, not as a throw. */
async function refusalAfter(connection: NatsConnection, act: () => void): Promise<string> {
  const refusal = (async () => {
    for await (const status of connection.status()) if (status.type === 'error') return String(status.error);
    return 'closed';
  })();
  act();
  await connection.flush();
  return Promise.race([refusal, new Promise<string>((resolve) => setTimeout(resolve, 500, 'allowed'))]);
}

test('a question reaches its owner and the answer comes back', async () => {
  const [chat, contacts] = [await as('chat'), await as('contacts')];
  chat.subscribe('req.chat.member.get.v1', { callback: (_error, message) => void message.respond('yes') });
  await chat.flush();
  expect((await contacts.request('req.chat.member.get.v1', 'member?')).string()).toBe('yes');
});

test('only the gateway asks the questions of the live door', async () => {
  const [chat, contacts, gateway] = [await as('chat'), await as('contacts'), await as('gateway')];
  chat.subscribe('req.chat.live.open.v1', { callback: (_error, message) => void message.respond('open') });
  await chat.flush();
  expect((await gateway.request('req.chat.live.open.v1')).string()).toBe('open');
  await expect(contacts.request('req.chat.live.open.v1', '', { timeout: 300 })).rejects.toThrow();
});

test('nobody speaks under the name of another service', async () => {
  const contacts = await as('contacts');
  expect(await refusalAfter(contacts, () => contacts.publish('live.contacts.x'))).toBe('allowed');
  expect(await refusalAfter(contacts, () => contacts.publish('live.chat.conversation.x'))).toMatch(
    /Permissions Violation/i,
  );
  expect(await refusalAfter(contacts, () => contacts.publish('evt.chat.message.sent.v1'))).toMatch(
    /Permissions Violation/i,
  );
});

test('the media-gateway speaks as media', async () => {
  const media = await as('media-gateway');
  expect(await refusalAfter(media, () => media.publish('evt.media.meeting.ended.v1'))).toBe('allowed');
});

test('only the gateway hears wake-ups, and nobody another one’s answers', async () => {
  const [chat, gateway] = [await as('chat'), await as('gateway')];
  expect(await refusalAfter(gateway, () => gateway.subscribe('live.>'))).toBe('allowed');
  expect(await refusalAfter(chat, () => chat.subscribe('live.>'))).toMatch(/Permissions Violation/i);
  expect(await refusalAfter(chat, () => chat.subscribe('_INBOX.gateway.>'))).toMatch(/Permissions Violation/i);
});

test('what was stored outlives a kill, and not a wipe', async () => {
  const before = await as('chat');
  await (await jetstreamManager(before)).streams.add({ name: 'EVT', subjects: ['evt.>'] });
  await jetstream(before).publish('evt.chat.message.sent.v1', 'hello');
  await broker.kill();
  await broker.startAgain();
  const after = await jetstreamManager(await as('chat'));
  expect((await after.streams.info('EVT')).state.messages).toBe(1);
  await broker.kill();
  broker.wipe();
  await broker.startAgain();
  const wiped = await jetstreamManager(await as('chat'));
  expect(await wiped.streams.names().next()).toEqual([]);
});
