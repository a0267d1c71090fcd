import { connectNats } from '@parley/bus';
import { sessionRevoked, type Role, type UserId } from '@parley/contracts';
import { withClient } from '@parley/testing';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, PUBLIC_URL, startAuth, type AuthUnderTest } from './auth-under-test.ts';

interface Opened {
  session: { accessToken: string; expiresAt: string } | null;
  user: { id: UserId; displayName: string; email: string | null; role: Role } | null;
  userErrors: { code: string; message: string; field: string[] | null }[];
}

const FIELDS = `{ session { accessToken expiresAt } user { id displayName email role } userErrors { code message field } }`;
const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) ${FIELDS} }`;
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) ${FIELDS} }`;
const REFRESH = `mutation { refreshSession { session { accessToken } userErrors { code } } }`;

let auth: AuthUnderTest;
beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.stop());

async function signUp(email: string, extra: Partial<{ password: string; displayName: string }> = {}) {
  const input = { email, password: PASSWORD, displayName: 'Somebody', ...extra };
  const answer = await auth.ask<{ signUp: Opened }>({}, SIGN_UP, { input });
  return {
    ...answer.data.signUp,
    cookie: answer.setCookie[0]?.split(';')[0] as string,
    setCookie: answer.setCookie[0],
  };
}

const refresh = (cookie: string) => auth.ask<{ refreshSession: Opened }>({}, REFRESH, {}, { cookie });
const count = (sql: string) =>
  withClient(auth.database.superuserUrl, async (client) => Number((await client.query(sql)).rows[0].count));
/** Lets the database believe that this much time has passed since a token was used. */
const age = (seconds: number) =>
  withClient(auth.database.superuserUrl, (client) =>
    client.query(`UPDATE refresh_token SET used_at = used_at - make_interval(secs => ${seconds})`),
  );

describe('signing up', () => {
  it('makes the first person the owner, with a token that the published keys verify', async () => {
    const { session, user, setCookie, userErrors } = await signUp('Owner@Example.com ');
    expect(userErrors).toEqual([]);
    expect(user).toMatchObject({ email: 'owner@example.com', role: 'OWNER' });
    const keys = createRemoteJWKSet(new URL(`${auth.url}/.well-known/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(session?.accessToken as string, keys, {
      issuer: PUBLIC_URL,
      audience: 'parley',
      typ: 'at+jwt',
    });
    expect(protectedHeader.alg).toBe('EdDSA');
    expect(payload).toMatchObject({
      sub: user?.id,
      role: 'OWNER',
      sid: expect.stringMatching(/^ses_/),
      org: expect.stringMatching(/^org_/),
    });
    expect((payload.exp as number) - (payload.iat as number)).toBe(300);
    expect(setCookie).toMatch(/^parley_refresh_test=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await signUp('second@example.com')).user?.role).toBe('MEMBER');
  });

  it.each([
    [{ email: 'no address' }, 'BAD_USER_INPUT', 'email'],
    [{ email: 'a@b.example\u0000' }, 'BAD_USER_INPUT', 'email'],
    [{ email: 'owner@example.com' }, 'EMAIL_TAKEN', 'email'],
    [{ email: 'w1@example.com', password: 'short' }, 'WEAK_PASSWORD', 'password'],
    [{ email: 'w2@example.com', password: 'passwordpassword' }, 'WEAK_PASSWORD', 'password'],
    [{ email: 'w3@example.com', displayName: '  ' }, 'BAD_USER_INPUT', 'displayName'],
    [{ email: 'w4@example.com', displayName: 'x'.repeat(81) }, 'BAD_USER_INPUT', 'displayName'],
    [{ email: 'w5@example.com', displayName: 'a\u0000b' }, 'BAD_USER_INPUT', 'displayName'],
  ])('refuses %o with %s, and changes nothing', async ({ email, ...extra }, code, field) => {
    const before = await count('SELECT count(*) FROM user_account');
    const { session, user, userErrors, setCookie } = await signUp(email, extra);
    expect({ session, user, setCookie }).toEqual({ session: null, user: null, setCookie: undefined });
    expect(userErrors).toMatchObject([{ code, field: [field] }]);
    expect(await count('SELECT count(*) FROM user_account')).toBe(before);
  });
});

describe('signing in', () => {
  it('takes the right password, and tells nobody whether an address is known', async () => {
    await signUp('in@example.com');
    const right = await auth.ask<{ signIn: Opened }>({}, SIGN_IN, {
      input: { email: 'IN@example.com', password: PASSWORD },
    });
    expect(right.data.signIn.session).not.toBeNull();
    const wrong = await auth.ask<{ signIn: Opened }>({}, SIGN_IN, {
      input: { email: 'in@example.com', password: 'wrong' },
    });
    const unknown = await auth.ask<{ signIn: Opened }>({}, SIGN_IN, {
      input: { email: 'nobody@example.com', password: 'wrong' },
    });
    expect(wrong.data.signIn).toEqual(unknown.data.signIn);
    expect(wrong.data.signIn.userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
  });

  it('slows down guessing at one account, also with the right password', async () => {
    await signUp('guessed@example.com');
    const tries = Array.from({ length: 10 }, () =>
      auth.ask({}, SIGN_IN, { input: { email: 'guessed@example.com', password: 'wrong' } }),
    );
    await Promise.all(tries);
    const { data } = await auth.ask<{ signIn: Opened }>({}, SIGN_IN, {
      input: { email: 'guessed@example.com', password: PASSWORD },
    });
    expect(data.signIn.userErrors).toMatchObject([{ code: 'RATE_LIMITED' }]);
  });
});

describe('refreshing', () => {
  it('rotates; a reused token ends the family and tells everybody', async () => {
    const nats = await connectNats(auth.nats.url('gateway'), 'test');
    const revoked = nats.subscribe(sessionRevoked.subject, { max: 1, timeout: 5_000 });
    const { cookie } = await signUp('rotates@example.com');
    const first = await refresh(cookie);
    const second = first.setCookie[0]?.split(';')[0] as string;
    expect(first.data.refreshSession.session).not.toBeNull();
    expect(second).not.toBe(cookie);
    expect((await refresh(second)).data.refreshSession.session).not.toBeNull();
    const reused = await refresh(cookie);
    expect(reused.data.refreshSession).toMatchObject({ session: null, userErrors: [{ code: 'INVALID_CREDENTIALS' }] });
    expect(reused.setCookie[0]).toMatch(/^parley_refresh_test=; Max-Age=0/);
    for await (const message of revoked) expect(message.json()).toMatchObject({ payload: { reason: 'TOKEN_REUSED' } });
    expect(await count(`SELECT count(*) FROM audit_event WHERE kind = 'REFRESH_TOKEN_REUSED'`)).toBe(1);
    await nats.close();
  });

  it('lets a laptop that slept before the answer ask again, for 60 s, while the successor is unused', async () => {
    const { cookie } = await signUp('sleeps@example.com');
    const lost = (await refresh(cookie)).setCookie[0]?.split(';')[0] as string;
    const again = await refresh(cookie);
    expect(again.data.refreshSession.session).not.toBeNull();
    expect((await refresh(lost)).data.refreshSession.session).toBeNull();
    await age(61);
    expect((await refresh(cookie)).data.refreshSession.session).toBeNull();
    expect((await refresh(again.setCookie[0]?.split(';')[0] as string)).data.refreshSession.session).toBeNull();
  });

  it('gives exactly one of many simultaneous callers the token that lives on', async () => {
    const { cookie } = await signUp('races@example.com');
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(cookie)));
    const cookies = answers
      .map((answer) => answer.setCookie[0]?.split(';')[0] as string)
      .filter((value) => !value.endsWith('='));
    const alive = await withClient(auth.database.superuserUrl, async (client) => {
      const { rows } =
        await client.query(`SELECT count(*) FROM refresh_token t JOIN session s ON s.id = t.session_id JOIN user_account u ON u.id = s.user_id
        WHERE u.email = 'races@example.com' AND t.used_at IS NULL`);
      return Number(rows[0].count);
    });
    expect(alive).toBe(1);
    expect(cookies.length).toBeGreaterThan(0);
  });

  it.each(['', 'nonsense', `parley_refresh_test=${'a'.repeat(32)}.${'b'.repeat(32)}.${'c'.repeat(43)}`])(
    'refuses the cookie %s',
    async (cookie) => {
      const { data } = await refresh(cookie);
      expect(data.refreshSession).toMatchObject({ session: null, userErrors: [{ code: 'INVALID_CREDENTIALS' }] });
    },
  );

  it('ends with signing out', async () => {
    const { cookie, session } = await signUp('leaves@example.com');
    const { sub, org, sid, role } = decodeJwt(session?.accessToken as string) as Record<string, never>;
    const out = await auth.ask<{ signOut: { userErrors: unknown[] } }>(
      { sub, org, sid, role },
      `mutation { signOut { userErrors { code } } }`,
    );
    expect(out.data.signOut.userErrors).toEqual([]);
    expect((await refresh(cookie)).data.refreshSession.session).toBeNull();
  });
});

describe('doors', () => {
  it('answer nobody but the gateway', async () => {
    const response = await fetch(`${auth.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ me { id } }"}',
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('ask the anonymous to sign in, and show e-mail and phone to oneself alone', async () => {
    expect((await auth.ask({}, '{ me { id } }')).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    const a = await signUp('a.private@example.com');
    const b = await signUp('b.private@example.com');
    const caller = decodeJwt(a.session?.accessToken as string) as Record<string, never>;
    const claim = { sub: caller['sub'], org: caller['org'], sid: caller['sid'], role: caller['role'] };
    const { data } = await auth.ask<{ me: object; _entities: object[] }>(
      claim as never,
      `query ($r: [_Any!]!) { me { email } _entities(representations: $r) { ... on User { displayName email } } }`,
      {
        r: [
          { __typename: 'User', id: b.user?.id },
          { __typename: 'User', id: 'usr_1' },
        ],
      },
    );
    expect(data).toEqual({
      me: { email: 'a.private@example.com' },
      _entities: [{ displayName: 'Somebody', email: null }, null],
    });
  });
});
