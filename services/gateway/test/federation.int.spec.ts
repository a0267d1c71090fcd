import { idFrom } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gateway } from '../src/app.ts';
import {
  accessToken,
  KeyDoor,
  keyPair,
  somebody,
  someId,
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
  claims = await keyPair('claims');
  signing = await keyPair('one');
  keyDoor = await new KeyDoor().start();
  keyDoor.keys = [signing.publicJwk];
  subgraphs = await peopleAndTalk(claims.publicJwk);
  gateway = await startGateway([subgraphs.auth, subgraphs.chat, subgraphs.media], claims, keyDoor.url);
});
afterAll(async () => {
  await gateway.close();
  await Promise.all([subgraphs.auth.close(), subgraphs.chat.close(), subgraphs.media.close(), keyDoor.stop()]);
});

async function ask(
  query: string,
  options: { token?: string; variables?: object; headers?: Record<string, string> } = {},
) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      ...options.headers,
    },
    body: JSON.stringify({ query, variables: options.variables }),
  });
  return { response, body: (await response.json()) as Reply };
}

describe('one graph over several subgraphs', () => {
  it('joins what two services know of one person, and drops what nobody asked for', async () => {
    const person = somebody();
    const { body } = await ask('{ me { id displayName unread } }', { token: await accessToken(signing, person) });
    expect(body).toEqual({ data: { me: { id: person.userId, displayName: `name of ${person.userId}`, unread: 3 } } });
  });

  it.each([
    ['by two fragments', '{ it: me { ...One ...Two } }'],
    ['beside a fragment', '{ it: me { ...One badges { id name } names } }'],
    ['beside a fragment that holds the other one', '{ it: me { ...Two badges { id } names } }'],
    ['twice', '{ it: me { badges { id } names badges { name } names } }'],
    ['twice within one that is asked for twice', '{ it: me { ...One } it: me { badges { id } names } }'],
    ['by a condition, and without', '{ it: me { ...One badges @include(if: true) { id } names @skip(if: false) } }'],
    ['beside what another service knows', '{ it: me { ...One unread badges { id name } names } }'],
    ['by a mutation', 'mutation { it: rename(name: "x") { ...One unread badges { id name } names } }'],
  ])('a list that is asked for again is the same list: %s', async (_, operation) => {
    const one = 'fragment One on User { badges { id name } names }';
    const two = `fragment Two on User { ...One names } ${one}`;
    const document = `${operation} ${operation.includes('Two') ? two : operation.includes('One') ? one : ''}`;
    const { body } = await ask(document, { token: await accessToken(signing, somebody()) });
    const badges = ['one', 'two'].map((name) => ({ id: name, name }));
    expect(body.data?.['it']).toMatchObject({ badges, names: ['one', 'two'] });
  });

  it('gives each of two people asking the same thing of a slow subgraph their own answer (trap 2)', async () => {
    const people = Array.from({ length: 20 }, somebody);
    const answers = await Promise.all(
      people.map(async (person) =>
        ask('{ slowMe(ms: 150) { id secret unread } }', { token: await accessToken(signing, person) }),
      ),
    );
    expect(answers.map(({ body }) => body.data?.['slowMe']?.['id'])).toEqual(people.map(({ userId }) => userId));
    expect(answers.map(({ body }) => body.data?.['slowMe']?.['secret'])).toEqual(people.map(({ userId }) => userId));
  });

  it('vouches for the caller with a signed claim for that service, and passes nothing else of theirs (traps 3, 4)', async () => {
    const person = somebody();
    const headers = {
      cookie: 'parley_refresh_test=old; other=1',
      origin: 'http://localhost:4999',
      'x-user': 'usr_x',
      'parley-claim': 'mine',
    };
    await ask('{ me { id unread } }', { token: await accessToken(signing, person), headers });
    for (const { seen } of [subgraphs.auth, subgraphs.chat]) {
      const last = seen.at(-1);
      expect(last?.claim).toMatchObject({ sub: person.userId, sid: person.sessionId, role: 'MEMBER', ip: '127.0.0.1' });
      for (const name of ['authorization', 'cookie', 'origin', 'x-user'])
        expect(last?.headers).not.toHaveProperty(name);
    }
    expect(subgraphs.auth.seen.at(-1)?.claim.aud).toBe('auth');
    expect(subgraphs.chat.seen.at(-1)?.claim.aud).toBe('chat');
  });

  it('lets the anonymous in, without a sub', async () => {
    const { body } = await ask('{ users(first: 1) { id } }');
    expect(body).toEqual({ data: { users: [] } });
    expect(subgraphs.auth.seen.at(-1)?.claim.sub).toBeUndefined();
  });
});

describe('errors', () => {
  it('keep the codes of the closed set, and mask the rest', async () => {
    const refused = await ask('{ refused }');
    expect(refused.body).toEqual({
      data: { refused: null },
      errors: [
        {
          message: 'Wait a little.',
          path: ['refused'],
          extensions: {
            code: 'RATE_LIMITED',
            retryAfterMs: 1_500,
            requestId: refused.response.headers.get('x-request-id'),
          },
        },
      ],
    });
    const { body } = await ask('{ broken }');
    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(body.errors?.[0]?.extensions.code).toBe('INTERNAL');
    const anonymous = await ask('{ me { id } }');
    expect(anonymous.body).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('call a subgraph that is down UNAVAILABLE, and answer the rest', async () => {
    const alone = await startGateway(
      [subgraphs.auth, { ...subgraphs.chat, url: 'http://127.0.0.1:9/graphql' }, subgraphs.media],
      claims,
      keyDoor.url,
    );
    try {
      const person = somebody();
      const response = await fetch(`${alone.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await accessToken(signing, person)}` },
        body: JSON.stringify({ query: '{ me { id unread } }' }),
      });
      expect(await response.json()).toMatchObject({
        data: { me: { id: person.userId, unread: null } },
        errors: [{ extensions: { code: 'UNAVAILABLE' } }],
      });
    } finally {
      await alone.close();
    }
  });

  it('call a subgraph that does not believe our claim a fault of ours', async () => {
    const stranger = await startGateway(
      [subgraphs.auth, subgraphs.chat, subgraphs.media],
      await keyPair('claims'),
      keyDoor.url,
    );
    try {
      const response = await fetch(`${stranger.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ users(first: 1) { id } }"}',
      });
      expect(await response.json()).toMatchObject({ data: null, errors: [{ extensions: { code: 'INTERNAL' } }] });
    } finally {
      await stranger.close();
    }
  });

  it('come from a subgraph that is asked without a claim (trap 4)', async () => {
    const response = await fetch(subgraphs.auth.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ users(first: 1) { id } }"}',
    });
    expect(response.status).toBe(401);
  });
});

describe('node', () => {
  it('is the thing, null when nobody may see it, and BAD_USER_INPUT when the id is malformed', async () => {
    const there = idFrom('conversation', someId());
    const gone = idFrom('conversation', someId());
    subgraphs.known.add(there);
    const query = 'query($id: ID!) { node(id: $id) { __typename id ... on Conversation { title } } }';
    expect((await ask(query, { variables: { id: there } })).body).toEqual({
      data: { node: { __typename: 'Conversation', id: there, title: 'talk' } },
    });
    expect((await ask(query, { variables: { id: gone } })).body).toEqual({ data: { node: null } });
    expect((await ask('query($id: ID!) { node(id: $id) { id } }', { variables: { id: gone } })).body).toEqual({
      data: { node: null },
    });
    expect((await ask(query, { variables: { id: idFrom('organisation', someId()) } })).body).toEqual({
      data: { node: null },
    });
    for (const id of ['', 'x', 'cnv_1', `cnv_${'g'.repeat(32)}`])
      expect((await ask(query, { variables: { id } })).body).toMatchObject({
        data: { node: null },
        errors: [{ path: ['node'], extensions: { code: 'BAD_USER_INPUT' } }],
      });
  });

  it('by several ids keeps their order and its gaps', async () => {
    const [user, message, gone] = [
      idFrom('user', someId()),
      idFrom('message', someId()),
      idFrom('user', someId()),
    ] as const;
    subgraphs.known.add(user).add(message);
    const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { id ... on User { displayName } ... on Message { body } } }';
    expect((await ask(query, { variables: { ids: [message, gone, user, message] } })).body).toEqual({
      data: {
        nodes: [
          { id: message, body: 'hello' },
          null,
          { id: user, displayName: 'known' },
          { id: message, body: 'hello' },
        ],
      },
    });
    const many = await ask(query, { variables: { ids: Array.from({ length: 101 }, () => user) } });
    expect(many.body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

it('tells what an operation cost', async () => {
  const { body, response } = await ask('{ rateLimit { cost limit remaining resetAt } }');
  const { cost, limit, remaining, resetAt } = body.data?.['rateLimit'] as Record<string, number>;
  expect(String(cost)).toBe(response.headers.get('x-ratelimit-cost'));
  expect(String(remaining)).toBe(response.headers.get('x-ratelimit-remaining'));
  expect(limit).toBe(50_000);
  expect(new Date(resetAt ?? 0).getTime()).toBeGreaterThan(Date.now() - 1_000);
});
