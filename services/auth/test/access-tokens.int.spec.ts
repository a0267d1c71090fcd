import { ask, connectNats } from '@parley/bus';
import { ACCESS_TOKEN_SHAPE, idFrom, sessionRevoked, uuidOf, verifyAccessToken, type Claim } from '@parley/contracts';
import { withClient } from '@parley/testing';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LastUses } from '../src/access-tokens/last-uses.ts';
import { PASSWORD, startAuth, type AuthUnderTest } from './auth-under-test.ts';

const CREATE = `mutation($input: CreateAccessTokenInput!) { createAccessToken(input: $input) {
  secret accessToken { id name scopes createdAt expiresAt lastUsedAt revokedAt } userErrors { code field } } }`;
const REVOKE = `mutation($input: RevokeAccessTokenInput!) { revokeAccessToken(input: $input) { accessToken { id revokedAt } userErrors { code field } } }`;
const LIST = `query($first: Int!, $after: String) { accessTokens(first: $first, after: $after) { nodes { id name lastUsedAt revokedAt } pageInfo { endCursor hasNextPage } } }`;

interface Token {
  id: string;
  name: string;
  scopes: string[];
  expiresAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}
interface Created {
  createAccessToken: {
    secret: string | null;
    accessToken: Token | null;
    userErrors: { code: string; field: string[] | null }[];
  };
}
type Person = Required<Pick<Claim, 'sub' | 'org' | 'sid' | 'role'>>;

let auth: AuthUnderTest;
let ada: Person;
let bob: Person;
let nats: Awaited<ReturnType<typeof connectNats>>;

async function signUp(name: string): Promise<Person> {
  const query = `mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } userErrors { code } } }`;
  const input = { email: `${name}@example.com`, password: PASSWORD, displayName: name };
  const { data } = await auth.ask<{ signUp: { session: { accessToken: string } } }>(
    {},
    query,
    { input },
    {
      origin: 'http://localhost:4000',
    },
  );
  const [, body = ''] = data.signUp.session.accessToken.split('.');
  const { sub, org, sid, role } = JSON.parse(Buffer.from(body, 'base64url').toString()) as Person;
  return { sub, org, sid, role };
}

const soon = (days = 30) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * 86_400_000).toISOString();
async function create(person: Person, change: Record<string, unknown> = {}) {
  const input = { name: 'a bot', scopes: ['chat:write', 'chat:read'], expiresAt: soon(), ...change };
  return (await auth.ask<Created>(person, CREATE, { input })).data.createAccessToken;
}
const stateOf = (secret: string) =>
  ask(nats, verifyAccessToken, { hash: createHash('sha256').update(secret).digest('hex') });

beforeAll(async () => {
  auth = await startAuth();
  nats = await connectNats(auth.nats.url('gateway'), 'gateway');
  ada = await signUp('ada');
  bob = await signUp('bob');
});
afterAll(async () => {
  await nats.close();
  await auth.stop();
});

describe('personal access tokens', () => {
  it('are told once, stored as a hash, and open exactly what they were made for', async () => {
    const { secret, accessToken, userErrors } = await create(ada);
    expect(userErrors).toEqual([]);
    expect(secret).toMatch(ACCESS_TOKEN_SHAPE);
    expect(accessToken).toMatchObject({ name: 'a bot', scopes: ['chat:read', 'chat:write'], lastUsedAt: null });
    const [stored] = await rows<{ row: string; hash: Buffer }>(
      `SELECT access_token::text AS row, hash FROM access_token WHERE id = $1`,
      [uuidOf(accessToken?.id as never)],
    );
    expect(stored?.row).not.toContain(secret?.slice(4, 20));
    expect(stored?.hash.toString('hex')).toBe(
      createHash('sha256')
        .update(secret as string)
        .digest('hex'),
    );
    expect(await stateOf(secret as string)).toMatchObject({
      state: 'LIVE',
      userId: ada.sub,
      scopes: ['chat:read', 'chat:write'],
      sessionId: accessToken?.id.replace('tok_', 'ses_'),
    });
    expect(await stateOf(`${secret}x`)).toEqual({ state: 'UNKNOWN' });
  });

  it.each([
    ['scopes', { scopes: [] }],
    ['scopes', { scopes: ['chat:read', 'chat:everything'] }],
    ['scopes', { scopes: ['session'] }],
    ['expiresAt', { expiresAt: soon(-1) }],
    ['expiresAt', { expiresAt: soon(367) }],
    ['name', { name: '  ' }],
    ['name', { name: 'n'.repeat(65) }],
    ['clientNonce', { clientNonce: '' }],
  ])('are refused for their %s, and nothing is made: %j', async (field, change) => {
    const before = await count(bob);
    const made = await create(bob, change);
    expect(made).toEqual({ secret: null, accessToken: null, userErrors: [{ code: 'BAD_USER_INPUT', field: [field] }] });
    expect(await count(bob)).toBe(before);
  });

  it('are made once for a nonce, and the same body gets the same answer', async () => {
    const body = { clientNonce: 'n1', expiresAt: soon(10) };
    const [one, two] = await Promise.all([create(ada, body), create(ada, body)]);
    expect(one.secret).toBe(two.secret);
    expect(one.accessToken?.id).toBe(two.accessToken?.id);
    expect((await create(ada, { ...body, name: 'another' })).userErrors).toEqual([
      { code: 'CONFLICT', field: ['clientNonce'] },
    ]);
    expect((await create(bob, body)).secret).not.toBe(one.secret);
  });

  it('are no more than fifty live ones a person; a revoked one makes room', async () => {
    const carl = await signUp('carl');
    const made = await Promise.all(Array.from({ length: 52 }, (_, n) => create(carl, { name: `t${n}` })));
    const good = made.filter(({ secret }) => secret);
    expect(good).toHaveLength(50);
    expect(made.filter(({ userErrors }) => userErrors[0]?.code === 'CONFLICT')).toHaveLength(2);
    await auth.ask(carl, REVOKE, { input: { id: good[0]?.accessToken?.id } });
    expect((await create(carl)).userErrors).toEqual([]);
  });

  it('end when they are revoked, once, and gateways are told', async () => {
    const { secret, accessToken } = await create(ada);
    const told = nats.subscribe(sessionRevoked.subject, { max: 1 });
    await nats.flush();
    const input = { id: accessToken?.id };
    const first = await auth.ask<{ revokeAccessToken: { accessToken: Token } }>(ada, REVOKE, { input });
    const again = await auth.ask<{ revokeAccessToken: { accessToken: Token } }>(ada, REVOKE, { input });
    expect(first.data.revokeAccessToken.accessToken.revokedAt).not.toBeNull();
    expect(again.data).toEqual(first.data);
    expect(await stateOf(secret as string)).toEqual({ state: 'REVOKED' });
    for await (const message of told)
      expect(JSON.stringify(message.json())).toContain(accessToken?.id.replace('tok_', 'ses_'));
    const kinds = await rows<{ kind: string; detail: { id: string } }>(
      `SELECT kind, detail FROM audit_event WHERE detail->>'id' = $1 ORDER BY at`,
      [accessToken?.id],
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['ACCESS_TOKEN_CREATED', 'ACCESS_TOKEN_REVOKED']);
  });

  it('of somebody else are not there', async () => {
    const { secret, accessToken } = await create(ada);
    for (const id of [accessToken?.id, idFrom('accessToken', '0'.repeat(32))]) {
      const { data } = await auth.ask<{ revokeAccessToken: object }>(bob, REVOKE, { input: { id } });
      expect(data.revokeAccessToken).toEqual({ accessToken: null, userErrors: [{ code: 'NOT_FOUND', field: ['id'] }] });
    }
    const { data } = await auth.ask<{ revokeAccessToken: object }>(bob, REVOKE, { input: { id: 'tok_1' } });
    expect(data.revokeAccessToken).toMatchObject({ userErrors: [{ code: 'BAD_USER_INPUT', field: ['id'] }] });
    expect(await stateOf(secret as string)).toMatchObject({ state: 'LIVE' });
    expect(await count(bob)).toBe(1);
  });

  it('expire', async () => {
    const { secret } = await create(ada, { expiresAt: new Date(Date.now() + 900).toISOString() });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await stateOf(secret as string)).toEqual({ state: 'EXPIRED' });
  });

  it('are listed page by page, the newest first, with the minute of their last use', async () => {
    const dora = await signUp('dora');
    const names = ['one', 'two', 'three'];
    const made: (string | null)[] = [];
    for (const name of names) made.push((await create(dora, { name })).secret);
    await stateOf(made[1] as string);
    await auth.app.get(LastUses).write();
    type Page = {
      accessTokens: { nodes: Token[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
    };
    const first = await auth.ask<Page>(dora, LIST, { first: 2 });
    const { nodes, pageInfo } = first.data.accessTokens;
    expect(nodes.map(({ name }) => name)).toEqual(['three', 'two']);
    expect(nodes[1]?.lastUsedAt).toMatch(/:00\.000Z$/);
    expect(nodes[0]?.lastUsedAt).toBeNull();
    const rest = await auth.ask<Page>(dora, LIST, { first: 2, after: pageInfo.endCursor });
    expect(rest.data.accessTokens.nodes.map(({ name }) => name)).toEqual(['one']);
    const bad = await auth.ask(dora, LIST, { first: 2, after: 'x' });
    expect(bad.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('mint, list and revoke no tokens, and do not change or open sessions: the service itself says so', async () => {
    const { accessToken } = await create(ada);
    const program = { ...ada, scopes: ['profile:read', 'chat:write'] };
    const asked: [string, Record<string, unknown>][] = [
      [CREATE, { input: { name: 'x', scopes: ['chat:read'], expiresAt: soon() } }],
      [REVOKE, { input: { id: accessToken?.id } }],
      [LIST, { first: 1 }],
      ['mutation { signOut { userErrors { code } } }', {}],
      ['mutation { refreshSession { userErrors { code } } }', {}],
    ];
    for (const [query, variables] of asked) {
      const { errors } = await auth.ask(program, query, variables);
      expect(errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN', requiredScopes: ['session'] });
    }
    const me = await auth.ask<{ me: { email: string } }>(program, '{ me { email } }');
    expect(me.data.me.email).toBe('ada@example.com');
    const narrow = await auth.ask({ ...ada, scopes: ['chat:read'] }, '{ me { displayName } }');
    expect(narrow.errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN', requiredScopes: ['profile:read'] });
    const entity = await auth.ask<{ _entities: { email: null }[] }>(
      { ...ada, scopes: ['people:read'] },
      `query($r: [_Any!]!) { _entities(representations: $r) { ... on User { displayName email } } }`,
      { r: [{ __typename: 'User', id: ada.sub }] },
    );
    expect(entity.data._entities[0]).toEqual({ displayName: 'ada', email: null });
    expect(entity.errors?.[0]?.extensions).toMatchObject({ requiredScopes: ['profile:read'] });
  });
});

const rows = <Row>(sql: string, values: unknown[]): Promise<Row[]> =>
  withClient(auth.database.superuserUrl, async (client) => (await client.query(sql, values)).rows as Row[]);

async function count(person: Person): Promise<number> {
  const [row] = await rows<{ n: string }>(`SELECT count(*) AS n FROM access_token WHERE user_id = $1`, [
    uuidOf(person.sub),
  ]);
  return Number(row?.n);
}
