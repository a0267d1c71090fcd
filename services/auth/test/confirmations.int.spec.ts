import { parseId } from '@parley/contracts';
import { withClient, type TestCaller } from '@parley/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD, startAuth, type AuthUnderTest } from './auth-under-test.ts';

let auth: AuthUnderTest;
let count = 0;
beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.stop());

async function somebody(): Promise<TestCaller> {
  const input = { email: `c${(count += 1)}@example.org`, password: PASSWORD, displayName: 'Ada' };
  const query = `mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken } } }`;
  const { data } = await auth.ask<{ signUp: { session: { accessToken: string } } }>({}, query, { input });
  const { sub, org, sid } = JSON.parse(
    Buffer.from(data.signUp.session.accessToken.split('.')[1] ?? '', 'base64url').toString(),
  ) as Record<'sub' | 'org' | 'sid', string>;
  return {
    sub: parseId('user', sub),
    org: parseId('organisation', org),
    sid: parseId('session', sid),
    role: 'MEMBER',
  } as TestCaller;
}
const rowsOf = <Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> =>
  withClient(auth.database.superuserUrl, async (client) => (await client.query<Row>(sql, values)).rows);
const asks = async (who: TestCaller) =>
  (
    await auth.ask<{ askEmailConfirmation: { isAsked: boolean | null; userErrors: { code: string }[] } }>(
      who,
      `mutation { askEmailConfirmation { isAsked userErrors { code } } }`,
    )
  ).data.askEmailConfirmation;
/** What is mailed to somebody, newest last. */
const linksOf = async (who: TestCaller): Promise<{ email: string; token: string }[]> =>
  (
    await rowsOf<{ payload: { email: string; token: string } }>(
      `SELECT payload FROM outbox WHERE subject = 'evt.auth.email.confirmation.asked.v1' AND payload->>'userId' = $1 ORDER BY id`,
      who.sub,
    )
  ).map(({ payload }) => payload);
const confirms = async (who: TestCaller, token: string) =>
  (
    await auth.ask<{ confirmEmail: { user: { isEmailConfirmed: boolean } | null; userErrors: object[] } }>(
      who,
      `mutation ($input: ConfirmEmailInput!) { confirmEmail(input: $input) { user { isEmailConfirmed } userErrors { code field } } }`,
      { input: { token } },
    )
  ).data.confirmEmail;
const isConfirmed = async (who: TestCaller) =>
  (await auth.ask<{ me: { isEmailConfirmed: boolean } }>(who, `{ me { isEmailConfirmed } }`)).data.me.isEmailConfirmed;
const NO = { user: null, userErrors: [{ code: 'NOT_FOUND', field: ['token'] }] };

it('confirms an address by the newest link that went there, once, for its owner alone, and says so to other services', async () => {
  const [ada, ben] = [await somebody(), await somebody()];
  expect(await isConfirmed(ada)).toBe(false);
  expect(await asks(ada)).toEqual({ isAsked: true, userErrors: [] });
  await asks(ada);
  const [old, link] = await linksOf(ada);
  expect(link?.email).toMatch(/@example.org$/);
  await asks(ben);
  for (const wrong of [old?.token ?? '', '', 'eml_x', `eml_${'\u0000'.repeat(43)}`, `eml_${'x'.repeat(43)}`])
    expect(await confirms(ada, wrong)).toEqual(NO);
  expect(await confirms(ben, link?.token ?? '')).toEqual(NO);
  expect(await isConfirmed(ada)).toBe(false);
  expect(await confirms(ada, link?.token ?? '')).toEqual({ user: { isEmailConfirmed: true }, userErrors: [] });
  expect(await confirms(ada, link?.token ?? '')).toEqual(NO);
  expect(await isConfirmed(ada)).toBe(true);
  expect(await isConfirmed(ben)).toBe(false);
  const [updated] = await rowsOf<{ payload: object }>(
    `SELECT payload FROM outbox WHERE subject = 'evt.auth.user.updated.v1' AND payload->>'userId' = $1`,
    ada.sub,
  );
  expect(updated?.payload).toMatchObject({ isEmailConfirmed: true, revision: 2 });
  // Nothing more to confirm: nothing more is sent.
  await asks(ada);
  expect(await linksOf(ada)).toHaveLength(2);
});

it('takes no link that is a day old, and sends five an hour', async () => {
  const ada = await somebody();
  for (let n = 0; n < 5; n += 1) expect(await asks(ada)).toMatchObject({ isAsked: true });
  expect(await asks(ada)).toMatchObject({ isAsked: null, userErrors: [{ code: 'RATE_LIMITED' }] });
  const links = await linksOf(ada);
  expect(links).toHaveLength(5);
  await rowsOf(`UPDATE email_confirmation SET expires_at = now()`);
  expect(await confirms(ada, links[4]?.token ?? '')).toEqual(NO);
});
