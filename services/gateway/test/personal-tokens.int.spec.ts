import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectNats } from '@parley/bus';
import { FACT_STREAM, idFrom, sessionRevoked, verifyAccessToken } from '@parley/contracts';
import { TestNats } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Gateway } from '../src/app.ts';
import { createLiveDoor } from '../src/live/live-door.ts';
import { KeyDoor, keyPair, someId, startGateway, type Reply } from './gateway-fixture.ts';
import { peopleAndTalk } from './people-and-talk.ts';

let nats: TestNats;
let auth: NatsConnection;
let bus: NatsConnection;
let keyDoor: KeyDoor;
let subgraphs: Awaited<ReturnType<typeof peopleAndTalk>>;
let gateway: Gateway & { url: string };

/** What auth knows, by hash; and what it was asked. */
const known = new Map<string, Record<string, unknown>>();
let asked = 0;

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

function newSecret(): string {
  const text = randomBytes(32).toString('base64url');
  return `pat_${text}${createHash('sha256').update(text).digest('base64url').slice(0, 6)}`;
}

/** A token that auth knows. */
function tokenOf(scopes: string[], more: Record<string, unknown> = {}): { secret: string; sessionId: string } {
  const secret = newSecret();
  const sessionId = idFrom('session', someId());
  known.set(hashOf(secret), {
    state: 'LIVE',
    organisationId: idFrom('organisation', someId()),
    userId: idFrom('user', someId()),
    sessionId,
    role: 'MEMBER',
    scopes,
    expiresAt: Date.now() / 1000 + 3_600,
    ...more,
  });
  return { secret, sessionId };
}

async function revoke(secret: string): Promise<void> {
  const { organisationId, userId, sessionId } = known.get(hashOf(secret)) ?? {};
  known.set(hashOf(secret), { state: 'REVOKED' });
  const payload = { organisationId, userId, sessionId, reason: 'REVOKED' };
  const fact = { id: someId(), organisationId, at: new Date().toISOString(), payload };
  await jetstream(auth, { timeout: 500 }).publish(sessionRevoked.subject, JSON.stringify(fact));
}

beforeAll(async () => {
  const claims = await keyPair('claims');
  [nats, keyDoor] = await Promise.all([TestNats.start(), new KeyDoor().start()]);
  subgraphs = await peopleAndTalk(claims.publicJwk);
  auth = await connectNats(nats.url('auth'), 'auth');
  await (await jetstreamManager(auth)).streams.add({ name: FACT_STREAM.name, subjects: [...FACT_STREAM.subjects] });
  auth.subscribe(verifyAccessToken.subject, {
    callback: (_, message) => {
      asked += 1;
      const { hash } = message.json<{ hash: string }>();
      message.respond(JSON.stringify({ answer: known.get(hash) ?? { state: 'UNKNOWN' } }));
    },
  });
  await auth.flush();
  gateway = await startGateway([subgraphs.auth, subgraphs.chat, subgraphs.media], claims, keyDoor.url, {
    TRUSTED_PROXIES: '127.0.0.1',
  });
  bus = await connectNats(nats.url('gateway'), 'gateway');
  gateway.followBus(bus, createLiveDoor);
});
afterAll(async () => {
  await gateway.close();
  await Promise.all([auth.close(), bus.close()]);
  await Promise.all([subgraphs.auth.close(), subgraphs.chat.close(), subgraphs.media.close(), keyDoor.stop()]);
  await nats.stop();
});

let address = 0;
/** Everybody comes from an address of their own, unless one is given. */
async function post(secret: string, query: string, ip = `10.1.${(address += 1) >> 8}.${address & 255}`) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}`, 'x-forwarded-for': ip };
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Reply };
}

const socketUrl = () => `${gateway.url.replace('http', 'ws')}/graphql`;
/** A socket that has said who it is. `closed` is its close code. */
function socketOf(secret: string) {
  const ws = new WebSocket(socketUrl(), 'graphql-transport-ws');
  const messages: { type: string; id?: string; payload?: never }[] = [];
  const closed = new Promise<number>((resolve) => ws.once('close', resolve));
  ws.on('message', (data) => void messages.push(JSON.parse(String(data)) as never));
  ws.once('open', () =>
    ws.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } })),
  );
  return { ws, messages, closed };
}

const subgraphCalls = () => subgraphs.auth.seen.length + subgraphs.chat.seen.length + subgraphs.media.seen.length;

describe('a personal access token', () => {
  it('asks as its person, and its claims say what it may', async () => {
    const { secret, sessionId } = tokenOf(['profile:read']);
    const { status, body } = await post(secret, '{ me { id displayName secret } }');
    expect([status, body.errors]).toEqual([200, undefined]);
    expect(subgraphs.auth.seen.at(-1)?.claim).toMatchObject({ sid: sessionId, scopes: ['profile:read'] });
    expect(body.data?.['me']?.['secret']).toBe(body.data?.['me']?.['id']);
  });

  it('is asked of auth once for many requests, and by its hash', async () => {
    const { secret } = tokenOf(['profile:read']);
    const before = asked;
    await Promise.all(Array.from({ length: 10 }, () => post(secret, '{ me { id } }')));
    await post(secret, '{ me { id } }');
    expect(asked - before).toBe(1);
  });

  it('has a budget of its own', async () => {
    const person = { userId: idFrom('user', someId()), organisationId: idFrom('organisation', someId()) };
    const [one, other] = [tokenOf(['profile:read'], person), tokenOf(['profile:read'], person)];
    const left = async (secret: string) =>
      Number((await post(secret, '{ me { id } }')).headers.get('x-ratelimit-remaining'));
    const [first, second] = [await left(one.secret), await left(one.secret)];
    expect(second).toBeLessThanOrEqual(first);
    for (let i = 0; i < 5; i++) await post(one.secret, '{ users(first: 100) { id } }');
    expect(await left(other.secret)).toBeGreaterThanOrEqual(first);
  });

  it.each([
    ['forged', () => newSecret()],
    ['cut short', () => tokenOf(['profile:read']).secret.slice(0, -1)],
    ['changed by a letter', () => tokenOf(['profile:read']).secret.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A'))],
    ['made up', () => 'pat_1'],
    ['expired', () => tokenOf([], { state: 'EXPIRED' }).secret],
    ['revoked', () => tokenOf([], { state: 'REVOKED' }).secret],
    [
      'past its time while it is remembered',
      () => tokenOf(['profile:read'], { expiresAt: Date.now() / 1000 - 1 }).secret,
    ],
  ])('that is %s is status 401, UNAUTHENTICATED', async (_, make) => {
    const { status, body, headers } = await post(make(), '{ __typename }');
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(headers.get('www-authenticate')).toContain('invalid_token');
  });

  it('is not guessed: after twenty wrong ones an address has to wait; known ones of it go on, and so do others', async () => {
    const mine = tokenOf(['profile:read']);
    const ip = '10.9.9.9';
    expect((await post(mine.secret, '{ me { id } }', ip)).status).toBe(200);
    for (let i = 0; i < 20; i++) expect((await post(newSecret(), '{ __typename }', ip)).status).toBe(401);
    const { status, body, headers } = await post(newSecret(), '{ __typename }', ip);
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await post(tokenOf(['profile:read']).secret, '{ me { id } }', ip)).status).toBe(429);
    expect((await post(mine.secret, '{ me { id } }', ip)).status).toBe(200);
    expect((await post(tokenOf(['profile:read']).secret, '{ me { id } }')).status).toBe(200);
  });

  it.each([
    ['a query', '{ conversations(first: 1) { id } }', ['chat:read']],
    ['one field among allowed ones', '{ me { id } conversations(first: 1) { id } }', ['chat:read']],
    ['a mutation', 'mutation { rename(name: "x") { id } }', ['profile:write']],
    ['a field of an entity', '{ me { id unread } }', ['chat:read']],
    ['a field in a fragment', '{ me { ...F } } fragment F on User { unread }', ['chat:read']],
    [
      'a field under an alias and a condition',
      '{ me { id ... @include(if: false) { other: unread } } }',
      ['chat:read'],
    ],
    ['a type through node', `{ node(id: "cnv_${'0'.repeat(32)}") { ... on Conversation { title } } }`, ['chat:read']],
    ['what only sessions may', 'mutation { refreshSession { user } }', ['session']],
    ['several things', '{ meeting(code: "x") { id } conversations(first: 1) { id } }', ['chat:read', 'meetings:read']],
  ])('too narrow for %s is refused as a whole, before any subgraph is asked', async (_, query, requiredScopes) => {
    const { secret } = tokenOf(['profile:read', 'people:read']);
    const before = subgraphCalls();
    const { status, body } = await post(secret, query);
    expect(status).toBe(403);
    expect(body.data).toBeUndefined();
    expect(body.errors).toHaveLength(1);
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', requiredScopes });
    expect(subgraphCalls()).toBe(before);
  });

  it('learns by node nothing of what it may not read', async () => {
    const id = idFrom('conversation', someId());
    subgraphs.known.add(id);
    const { secret } = tokenOf(['people:read']);
    const { body } = await post(secret, `{ node(id: "${id}") { __typename id } }`);
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', requiredScopes: ['chat:read'] });
    expect(body.data?.['node'] ?? null).toBeNull();
    const may = await post(tokenOf(['chat:read']).secret, `{ node(id: "${id}") { ... on Conversation { title } } }`);
    expect(may.body.data?.['node']).toEqual({ title: 'talk' });
  });

  it('works over sockets; one that is too narrow gets an error, and none of the frames', async () => {
    const { ws, messages } = socketOf(tokenOf(['profile:read']).secret);
    await vi.waitFor(() => expect(messages[0]?.type).toBe('connection_ack'));
    const say = (id: string, query: string) => ws.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
    say('q', '{ me { id } }');
    say('s', 'subscription { conversationEvents(conversationId: "x") { id } }');
    await vi.waitFor(() => expect(messages.map(({ id, type }) => `${id} ${type}`)).toContain('q next'));
    await vi.waitFor(() => expect(messages.find(({ id }) => id === 's')).toBeDefined());
    const refused = messages.filter(({ id }) => id === 's');
    expect(refused).toMatchObject([
      { type: 'error', payload: [{ extensions: { code: 'FORBIDDEN', requiredScopes: ['chat:read'] } }] },
    ]);
    ws.close();
  });

  it('that is too narrow gets an error over server-sent events', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${tokenOf(['profile:read']).secret}`,
      },
      body: JSON.stringify({ query: 'subscription { conversationEvents(conversationId: "x") { id } }' }),
    });
    const text = await response.text();
    expect(text).toContain('"code":"FORBIDDEN"');
    expect(text).toContain('"requiredScopes":["chat:read"]');
  });

  it('that is revoked is refused within 5 s, and its socket closes with 4401', async () => {
    const { secret } = tokenOf(['profile:read']);
    const { closed, messages } = socketOf(secret);
    await vi.waitFor(() => expect(messages[0]?.type).toBe('connection_ack'));
    await sleep(300);
    await revoke(secret);
    const options = { timeout: 5_000, interval: 50 };
    await vi.waitFor(async () => expect((await post(secret, '{ me { id } }')).status).toBe(401), options);
    expect(await closed).toBe(4401);
    expect(await socketOf(secret).closed).toBe(4401);
  });

  it('that expires closes its socket with 4403, and 4403 is what comes of showing it again', async () => {
    const { secret } = tokenOf(['profile:read'], { expiresAt: Date.now() / 1000 + 0.8 });
    const { closed, messages } = socketOf(secret);
    await vi.waitFor(() => expect(messages[0]?.type).toBe('connection_ack'));
    expect(await closed).toBe(4403);
    expect(await socketOf(secret).closed).toBe(4403);
    expect(await socketOf(newSecret()).closed).toBe(4401);
  });

  it('closes with 1009 for a frame of 65 KiB', async () => {
    const { ws, closed, messages } = socketOf(tokenOf(['profile:read']).secret);
    await vi.waitFor(() => expect(messages[0]?.type).toBe('connection_ack'));
    ws.send(JSON.stringify({ type: 'ping', payload: { much: 'x'.repeat(65 * 1024) } }));
    expect(await closed).toBe(1009);
  });

  it('may ask for the schema, whatever it may else; the anonymous are not bound by scopes', async () => {
    const { body } = await post(tokenOf(['chat:read']).secret, '{ __schema { queryType { name } } }');
    expect(body.data?.['__schema']).toEqual({ queryType: { name: 'Query' } });
    const anonymous = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ meeting(code: "x") { id } }' }),
    });
    expect(await anonymous.json()).toEqual({ data: { meeting: null } });
    expect(await (await fetch(`${gateway.url}/schema.graphql`)).text()).toMatch(
      /conversations\(first: Int!\): .*@requiresScopes\(scopes: \[\["chat:read"\]\]\)/,
    );
  });
});
