import { Metrics } from '@parley/telemetry';
import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gateway } from '../src/app.ts';
import {
  accessToken,
  KeyDoor,
  keyPair,
  PUBLIC_URL,
  somebody,
  startGateway,
  type KeyPair,
  type Reply,
} from './gateway-fixture.ts';
import { peopleAndTalk } from './people-and-talk.ts';

let claims: KeyPair;
let signing: KeyPair;
let keyDoor: KeyDoor;
let subgraphs: Awaited<ReturnType<typeof peopleAndTalk>>;
let gateway: Gateway & { url: string };

beforeAll(async () => {
  [claims, signing, keyDoor] = await Promise.all([keyPair('claims'), keyPair('one'), new KeyDoor().start()]);
  keyDoor.keys = [signing.publicJwk];
  subgraphs = await peopleAndTalk(claims.publicJwk);
  gateway = await startGateway([subgraphs.auth, subgraphs.chat, subgraphs.media], claims, keyDoor.url);
});
afterAll(async () => {
  await gateway.close();
  await Promise.all([subgraphs.auth.close(), subgraphs.chat.close(), subgraphs.media.close(), keyDoor.stop()]);
});

const JSON_TYPE = { 'content-type': 'application/json' };
const send = (body: unknown, headers: Record<string, string> = {}, to = gateway) =>
  fetch(`${to.url}/graphql`, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const codeOf = async (response: Response) => ((await response.json()) as Reply).errors?.[0]?.extensions.code;

it('passes the audit of the GraphQL-over-HTTP specification', async () => {
  // With a token, because the audit introspects.
  const authorization = `Bearer ${await accessToken(signing, somebody())}`;
  const fetchFn: typeof fetch = (url, init) =>
    fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), authorization } });
  const results = await auditServer({ url: `${gateway.url}/graphql`, fetchFn });
  const bad = await Promise.all(
    results
      .filter(({ status }) => status !== 'ok')
      .map(async (result) => [result.name, (result as { reason?: string }).reason]),
  );
  expect(bad).toEqual([]);
  expect(results.length).toBeGreaterThan(55);
});

describe('refuses what is not one GraphQL operation', () => {
  it.each([
    ['a batch', '[{"query":"{ __typename }"}]', 400],
    ['no JSON', '{', 400],
    ['no query', '{}', 400],
    ['a query that is no text', '{"query":{}}', 400],
    ['variables that are no object', '{"query":"{ __typename }","variables":[1]}', 400],
    [
      'a subscription without events',
      '{"query":"subscription { conversationEvents(conversationId: \\"x\\") { id } }"}',
      406,
    ],
    ['a page of 101', '{"query":"{ users(first: 101) { id } }"}', 400],
    ['a page of 0', '{"query":"query($n: Int!) { users(first: $n) { id } }","variables":{"n":0}}', 400],
  ])('%s', async (_, body, status) => {
    const response = await send(body);
    expect(response.status).toBe(status);
    expect(await codeOf(response)).toBe('BAD_USER_INPUT');
  });

  it('another content type, a body over 256 KiB, a mutation by GET, what we cannot answer in', async () => {
    expect((await send('{"query":"{ __typename }"}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send({ query: '{ __typename }', pad: 'x'.repeat(256 * 1024) })).status).toBe(413);
    expect(
      (await fetch(`${gateway.url}/graphql?query=${encodeURIComponent('mutation { rename(name: "x") { id } }')}`))
        .status,
    ).toBe(405);
    expect((await send({ query: '{ __typename }' }, { accept: 'text/plain' })).status).toBe(406);
  });

  it('documents that are too deep, too wide, too long, or full of aliases or directives (G11)', async () => {
    const deep = `{ conversations(first: 1) ${'{ owner { id } '.repeat(1)}${'} '.repeat(1)}}`;
    expect((await send({ query: deep })).status).toBe(200);
    const nested = Array.from({ length: 16 }).reduce<string>((inside) => `{ ... { a ${inside} } }`, '{ b }');
    const bomb = Array.from({ length: 20 }, (_, i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`).join(
      ' ',
    );
    for (const query of [
      nested,
      `{ ${'a '.repeat(700)} }`,
      `{ ${'__typename '.repeat(4_100)} }`,
      `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
      `{ __typename ${'@include(if: true) '.repeat(51)} }`,
      `{ ...f0 } ${bomb} fragment f20 on Query { __typename }`,
      `{ ...g } fragment g on Query { ...g }`,
      `# ${'x'.repeat(66_000)}\n{ __typename }`,
    ]) {
      const response = await send({ query }, { accept: 'application/graphql-response+json' });
      expect(response.status, query.slice(0, 60)).toBe(400);
      expect(await codeOf(response)).toBe('BAD_USER_INPUT');
    }
  });
});

describe('callers', () => {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('a bad bearer is 401 UNAUTHENTICATED, whatever is asked', async () => {
    const stranger = await keyPair('one');
    const person = somebody();
    const good = await accessToken(signing, person);
    const [head, , signature] = good.split('.') as [string, string, string];
    const other = Buffer.from(
      JSON.stringify({
        ...JSON.parse(Buffer.from(good.split('.')[1] as string, 'base64url').toString()),
        role: 'OWNER',
      }),
    ).toString('base64url');
    const none = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${good.split('.')[1]}.x`;
    for (const bad of [
      'x',
      none,
      `${head}.${other}.${signature}`,
      await accessToken(stranger, person),
      await accessToken(signing, person, { exp: 1 }),
      await accessToken(signing, person, { aud: 'elsewhere' }),
      await accessToken(signing, person, { iss: 'http://elsewhere' }),
      await accessToken(signing, person, { sub: 'admin' }),
      await accessToken(signing, person, {}, { typ: 'parley-claim+jwt' }),
      await accessToken({ ...signing, kid: 'nobody' }, person),
    ]) {
      const response = await send({ query: '{ __typename }' }, bearer(bad));
      expect(response.status).toBe(401);
      expect(await codeOf(response)).toBe('UNAUTHENTICATED');
    }
    expect((await send({ query: '{ __typename }' }, bearer(good))).status).toBe(200);
    expect((await send({ query: '{ __typename }' }, { authorization: 'Basic eDp5' })).status).toBe(401);
  });

  it('of a session that ended are refused from then on', async () => {
    const person = somebody();
    const token = await accessToken(signing, person);
    expect((await send({ query: '{ me { id } }' }, bearer(token))).status).toBe(200);
    gateway.revoked.add(person.sessionId);
    expect((await send({ query: '{ me { id } }' }, bearer(token))).status).toBe(401);
    expect(
      (
        await send(
          { query: '{ me { id } }' },
          bearer(await accessToken(signing, { ...somebody(), userId: person.userId })),
        )
      ).status,
    ).toBe(200);
  });

  it('are known by a key that auth began to use a moment ago, and while auth is down', async () => {
    const door = await new KeyDoor().start();
    const [first, second] = await Promise.all([keyPair('first'), keyPair('second')]);
    door.keys = [first.publicJwk];
    const other = await startGateway([subgraphs.auth, subgraphs.chat, subgraphs.media], claims, door.url);
    try {
      const person = somebody();
      expect((await send({ query: '{ __typename }' }, bearer(await accessToken(first, person)), other)).status).toBe(
        200,
      );
      door.keys = [first.publicJwk, second.publicJwk];
      await new Promise((resolve) => setTimeout(resolve, 1_050));
      expect((await send({ query: '{ __typename }' }, bearer(await accessToken(second, person)), other)).status).toBe(
        200,
      );
      const asked = door.asked;
      for (let i = 0; i < 10; i++)
        await send(
          { query: '{ __typename }' },
          bearer(await accessToken({ ...first, kid: `made-up-${i}` }, person)),
          other,
        );
      expect(door.asked - asked).toBeLessThanOrEqual(1);
      await door.stop();
      expect(
        (await send({ query: '{ __typename }' }, bearer(await accessToken(second, somebody())), other)).status,
      ).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 1_050));
      const unknown = await send(
        { query: '{ __typename }' },
        bearer(await accessToken(await keyPair('third'), person)),
        other,
      );
      expect([unknown.status, await codeOf(unknown)]).toEqual([503, 'UNAVAILABLE']);
    } finally {
      await other.close();
    }
  });

  it('may introspect with a token only; the schema is open at /schema.graphql', async () => {
    const query = '{ __schema { queryType { name } } }';
    const anonymous = await send({ query });
    expect([anonymous.status, await codeOf(anonymous)]).toEqual([401, 'UNAUTHENTICATED']);
    const known = await send({ query }, bearer(await accessToken(signing, somebody())));
    expect(await known.json()).toEqual({ data: { __schema: { queryType: { name: 'Query' } } } });
    for (const hidden of [
      '{ ...q } fragment q on Query { __schema { queryType { name } } }',
      '{ users(first: 1) { id } __schema { queryType { name } } }',
    ])
      expect((await send({ query: hidden })).status).toBe(401);
    const sdl = await (await fetch(`${gateway.url}/schema.graphql`)).text();
    expect(sdl).toContain('type User implements Node');
    expect(sdl).not.toMatch(/join__|_entities|@key/);
  });
});

describe('the refresh cookie (G10)', () => {
  const cookie = 'a=1; parley_refresh_test=old; b=2';
  const refresh = { query: 'mutation { refreshSession { user } }' };
  const signIn = { query: 'mutation { signIn { user } }' };

  it('reaches auth from our own page, alone, and what auth sets comes back', async () => {
    const response = await send(refresh, { cookie, origin: PUBLIC_URL, 'user-agent': 'a browser' });
    expect(await response.json()).toEqual({ data: { refreshSession: { user: 'parley_refresh_test=old' } } });
    expect(response.headers.getSetCookie()).toEqual([
      'parley_refresh_test=next; HttpOnly; SameSite=Strict; Path=/graphql',
      'second=1',
    ]);
    expect(subgraphs.auth.seen.at(-1)?.headers).toMatchObject({ origin: PUBLIC_URL, 'user-agent': 'a browser' });
    expect(response.headers.get('access-control-allow-credentials')).toBe('true');
  });

  it('opens nothing for a page of another origin, or without an Origin', async () => {
    const before = subgraphs.auth.seen.length;
    for (const [body, headers] of [
      [refresh, { cookie }],
      [refresh, { cookie, origin: 'http://evil.example' }],
      [refresh, { cookie, origin: 'null' }],
      [refresh, { cookie, origin: `${PUBLIC_URL}.evil.example` }],
      [signIn, { origin: 'http://evil.example' }],
      [signIn, { 'sec-fetch-site': 'cross-site' }],
      [{ query: 'mutation { a: signIn { user } b: signIn { user } }' }, {}],
      [{ query: 'mutation { rename(name: "x") { id } ...s } fragment s on Mutation { signIn { user } }' }, {}],
    ] as const) {
      const response = await send(body, headers);
      expect([response.status, await codeOf(response)]).toEqual([403, 'FORBIDDEN']);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    expect(subgraphs.auth.seen.length).toBe(before);
  });

  it('is not needed by a program that signs in', async () => {
    const response = await send(signIn);
    expect(await response.json()).toEqual({ data: { signIn: { user: null } } });
  });

  it('does nothing for any other operation', async () => {
    await send({ query: '{ users(first: 1) { id } }' }, { cookie, origin: PUBLIC_URL });
    expect(subgraphs.auth.seen.at(-1)?.headers).not.toHaveProperty('cookie');
  });
});

it('lets any origin ask with a bearer, without credentials (CORS)', async () => {
  const preflight = await fetch(`${gateway.url}/graphql`, {
    method: 'OPTIONS',
    headers: { origin: 'http://third.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  const response = await send({ query: '{ __typename }' }, { origin: 'http://third.example' });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
});

it('charges points, tells what is left, and answers 429 with a whole Retry-After when they are used up', async () => {
  const poor = await startGateway([subgraphs.auth, subgraphs.chat, subgraphs.media], claims, keyDoor.url, {
    BUDGET_POINTS: '100',
    BUDGET_POINTS_PER_SECOND: '50',
  });
  try {
    const query = '{ users(first: 40) { id } conversations(first: 10) { owner { id } } }';
    const first = await send({ query }, {}, poor);
    expect(first.headers.get('x-ratelimit-limit')).toBe('100');
    const cost = Number(first.headers.get('x-ratelimit-cost'));
    expect(cost).toBeGreaterThan(10);
    expect(Number(first.headers.get('x-ratelimit-remaining'))).toBe(100 - cost);
    let last = first;
    for (let i = 0; i < 10 && last.status === 200; i++) last = await send({ query }, {}, poor);
    expect(last.status).toBe(429);
    expect(last.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(((await last.json()) as Reply).errors?.[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: expect.any(Number),
    });
    const known = await send({ query }, { authorization: `Bearer ${await accessToken(signing, somebody())}` }, poor);
    expect(known.status).toBe(200);
    const dear = await send(
      { query: '{ conversations(first: 100) { owner { id } } a: conversations(first: 100) { owner { id } } }' },
      {},
      poor,
    );
    expect(dear.status).toBe(429);
  } finally {
    await poor.close();
  }
});

it('counts requests by the pattern of their address, and nothing of what a client wrote', async () => {
  const metrics = new Metrics();
  const counting = await startGateway(
    [subgraphs.auth, subgraphs.chat, subgraphs.media],
    claims,
    keyDoor.url,
    {},
    metrics,
  );
  try {
    expect((await send({ query: '{ __typename }' }, {}, counting)).status).toBe(200);
    expect((await send('{', {}, counting)).status).toBe(400);
    await fetch(`${counting.url}/rtc/validate?access_token=hunter2`);
    await fetch(`${counting.url}/hunter2`);
    const text = await metrics.text();
    const counts = [...text.matchAll(/^parley_http_request_duration_seconds_count\{(.*)\} (\d+)$/gm)];
    expect(counts.map(([, labels, count]) => [labels, Number(count)])).toEqual([
      ['route="/graphql",status="2xx"', 1],
      ['route="/graphql",status="4xx"', 1],
      ['route="none",status="4xx"', 2],
    ]);
    expect(text).not.toContain('hunter2');
  } finally {
    await counting.close();
  }
});

describe('addresses beside the graph', () => {
  it('GraphiQL opens in a browser, with its script from here', async () => {
    const page = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html,application/xhtml+xml' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const script = await fetch(`${gateway.url}/graphql/graphiql.js`);
    expect(script.status).toBe(200);
    expect(await script.text()).toContain('renderYogaGraphiQL');
  });

  it('liveness, readiness, and the keys of auth', async () => {
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${gateway.url}/.well-known/jwks.json`)).json()).toEqual({ keys: [signing.publicJwk] });
  });

  it('while it ends: not ready, still serving, and asking callers for new connections', async () => {
    const connection = async () => {
      const answer = await fetch(`${gateway.url}/healthz`);
      await answer.text();
      return answer.headers.get('connection');
    };
    expect(await connection()).toBe('keep-alive');
    gateway.readiness.isReady = false;
    const answer = await fetch(`${gateway.url}/readyz`);
    expect([answer.status, await answer.text()]).toEqual([503, '{"status":"not ready"}']);
    expect(await connection()).toBe('close');
    gateway.readiness.isReady = true;
  });
});
