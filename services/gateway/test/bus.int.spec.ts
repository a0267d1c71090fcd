import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectNats } from '@parley/bus';
import { FACT_STREAM, idFrom, sessionRevoked } from '@parley/contracts';
import { TestNats } from '@parley/testing';
import { createClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Gateway } from '../src/app.ts';
import { joinBus } from '../src/lifecycle/join-bus.ts';
import { createLiveDoor } from '../src/live/live-door.ts';
import {
  accessToken,
  KeyDoor,
  keyPair,
  somebody,
  someId,
  startGateway,
  type KeyPair,
  type Person,
  type Reply,
} from './gateway-fixture.ts';
import { peopleAndTalk } from './people-and-talk.ts';

let nats: TestNats;
let auth: NatsConnection;
let claims: KeyPair;
let signing: KeyPair;
let keyDoor: KeyDoor;
let subgraphs: Awaited<ReturnType<typeof peopleAndTalk>>;
let gateway: Gateway & { url: string };

async function openGateway(): Promise<{ gateway: Gateway & { url: string }; bus: NatsConnection }> {
  const opened = await startGateway([subgraphs.auth, subgraphs.chat, subgraphs.media], claims, keyDoor.url);
  const bus = await connectNats(nats.url('gateway'), 'gateway');
  opened.followBus(bus, createLiveDoor);
  return { gateway: opened, bus };
}

beforeAll(async () => {
  [nats, claims, signing, keyDoor] = await Promise.all([
    TestNats.start(),
    keyPair('claims'),
    keyPair('one'),
    new KeyDoor().start(),
  ]);
  keyDoor.keys = [signing.publicJwk];
  subgraphs = await peopleAndTalk(claims.publicJwk);
  auth = await connectNats(nats.url('auth'), 'auth');
  await (await jetstreamManager(auth)).streams.add({ name: FACT_STREAM.name, subjects: [...FACT_STREAM.subjects] });
  ({ gateway } = await openGateway());
});
afterAll(async () => {
  await gateway.close();
  await auth.close();
  await Promise.all([subgraphs.auth.close(), subgraphs.chat.close(), subgraphs.media.close(), keyDoor.stop()]);
  await nats.stop();
});

/** What auth tells when somebody signs out. */
async function endSession({ userId, sessionId }: Person): Promise<void> {
  const payload = { organisationId: idFrom('organisation', someId()), userId, sessionId, reason: 'SIGNED_OUT' };
  const fact = { id: someId(), organisationId: null, at: new Date().toISOString(), payload };
  await jetstream(auth, { timeout: 500 }).publish(sessionRevoked.subject, JSON.stringify(fact));
}

async function statusOf(token: string, to = gateway): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (await fetch(`${to.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ __typename }"}' })).status;
}

/** A client of npm's graphql-ws, and the code its socket was closed with. */
function socketOf(authorization: string | undefined): { client: Client; closed: Promise<number> } {
  let tell: (code: number) => void;
  const closed = new Promise<number>((resolve) => (tell = resolve));
  const client = createClient({
    url: `${gateway.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
    connectionParams: authorization === undefined ? {} : { authorization, 'parley-claim': 'mine', cookie: 'a=1' },
    on: { closed: (event) => tell((event as { code: number }).code) },
  });
  return { client, closed };
}

function ask(
  client: Client,
  query: string,
): Promise<Reply | readonly { extensions?: { code?: string; requestId?: string } }[]> {
  return new Promise((resolve, reject) => {
    let last: unknown;
    client.subscribe(
      { query },
      {
        next: (value) => (last = value),
        error: (error) => (Array.isArray(error) ? resolve(error) : reject(error as Error)),
        complete: () => resolve(last as Reply),
      },
    );
  });
}

describe('a session that ends', () => {
  it('is refused within 5 s over HTTP, and its socket closes with 4401', async () => {
    const person = somebody();
    const token = await accessToken(signing, person);
    const { closed } = socketOf(`Bearer ${token}`);
    expect(await statusOf(token)).toBe(200);
    await sleep(300);
    await endSession(person);
    await vi.waitFor(async () => expect(await statusOf(token)).toBe(401), { timeout: 5_000, interval: 50 });
    expect(await closed).toBe(4401);
  });

  it('stays ended for a gateway that starts afterwards, and across a restarted bus', async () => {
    const [before, after] = [somebody(), somebody()];
    await endSession(before);
    const second = await openGateway();
    try {
      const old = await accessToken(signing, before);
      await vi.waitFor(async () => expect(await statusOf(old, second.gateway)).toBe(401), {
        timeout: 5_000,
        interval: 50,
      });
      await nats.kill();
      const token = await accessToken(signing, after);
      expect(await statusOf(token, second.gateway)).toBe(200);
      await nats.startAgain();
      await vi.waitFor(() => endSession(after), { timeout: 8_000, interval: 200 });
      await vi.waitFor(async () => expect(await statusOf(token, second.gateway)).toBe(401), {
        timeout: 5_000,
        interval: 50,
      });
    } finally {
      await second.gateway.close();
      await second.bus.close();
    }
  });
});

describe('a gateway that starts before its bus', () => {
  it('is alive at once, ready after a moment without the live door, which opens when the bus comes', async () => {
    const late = await TestNats.start();
    await late.kill();
    const early = await startGateway([subgraphs.auth, subgraphs.chat, subgraphs.media], claims, keyDoor.url);
    early.readiness.isReady = false;
    const statusOf = async (path: string) => (await fetch(`${early.url}${path}`)).status;
    const connecting = connectNats(late.url('gateway'), 'gateway');
    const joining = joinBus(early, connecting, 700);
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503]);
    await joining;
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 200]);
    expect(await statusOf('/graphql?query=%7B__typename%7D')).toBe(200);
    const opens = () =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${early.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
        socket.once('open', () => resolve(true)).once('error', (error) => resolve(error.message));
        socket.once('open', () => socket.close());
      });
    expect(await opens()).toMatch(/503/);
    await late.startAgain();
    await vi.waitFor(async () => expect(await opens()).toBe(true), 10_000);
    await early.close();
    await (await connecting).close();
    await late.stop();
  }, 30_000);
});

describe('operations over a socket', () => {
  it('are answered to the one who asks, whatever connectionParams hold (trap 3)', async () => {
    const person = somebody();
    const { client } = socketOf(`Bearer ${await accessToken(signing, person)}`);
    expect(await ask(client, '{ me { id unread } }')).toEqual({ data: { me: { id: person.userId, unread: 3 } } });
    const { claim, headers } = subgraphs.auth.seen.at(-1) ?? {};
    expect(claim).toMatchObject({ sub: person.userId, ip: '127.0.0.1' });
    for (const name of ['authorization', 'cookie']) expect(headers).not.toHaveProperty(name);
    await client.dispose();
    const anonymous = socketOf(undefined);
    expect(await ask(anonymous.client, '{ users(first: 1) { id } }')).toEqual({ data: { users: [] } });
    await anonymous.client.dispose();
  });

  it('that break a rule get an error frame with a code (trap 10), and sessions are not opened there', async () => {
    const { client } = socketOf(undefined);
    for (const [query, code] of [
      ['{ nonsense }', 'BAD_USER_INPUT'],
      ['{ users(first: 101) { id } }', 'BAD_USER_INPUT'],
      ['{ __schema { queryType { name } } }', 'UNAUTHENTICATED'],
      ['mutation { signIn { user } }', 'FORBIDDEN'],
    ] as const)
      expect(await ask(client, query)).toEqual([
        expect.objectContaining({ extensions: expect.objectContaining({ code, requestId: expect.any(String) }) }),
      ]);
    await client.dispose();
  });

  it('need a bearer that is good: expired closes with 4403, forged with 4401 (trap 11)', async () => {
    expect(await socketOf(`Bearer ${await accessToken(signing, somebody(), { exp: 1 })}`).closed).toBe(4403);
    expect(await socketOf(`Bearer ${await accessToken(await keyPair('one'), somebody())}`).closed).toBe(4401);
    const soon = Math.floor(Date.now() / 1000) + 2;
    expect(await socketOf(`Bearer ${await accessToken(signing, somebody(), { exp: soon })}`).closed).toBe(4403);
  });
});
