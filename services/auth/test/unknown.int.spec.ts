import { idFrom, type Claim } from '@parley/contracts';
import { newId } from '@parley/persistence';
import { SIGNIFICANT, timeApart } from '@parley/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD, PUBLIC_URL, startAuth, type AuthUnderTest } from './auth-under-test.ts';

/** Over both questions, half about what is there and half about what is not: what issue 6 asks for. */
const SAMPLES = 10_000;

type Person = Required<Pick<Claim, 'sub' | 'org' | 'sid' | 'role'>>;

let auth: AuthUnderTest;
let mallory: Person;
const [tokens, people]: [string[], string[]] = [[], []];
beforeAll(async () => {
  auth = await startAuth();
  const query = `mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } } }`;
  const signUp = async (name: string): Promise<Person> => {
    const input = { email: `${name}@example.com`, password: PASSWORD, displayName: name };
    const answer = await auth.ask<{ signUp: { session: { accessToken: string } } }>(
      {},
      query,
      { input },
      { origin: PUBLIC_URL },
    );
    const [, body = ''] = answer.data.signUp.session.accessToken.split('.');
    const { sub, org, sid, role } = JSON.parse(Buffer.from(body, 'base64url').toString()) as Person;
    return { sub, org, sid, role };
  };
  const make = `mutation($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { accessToken { id } } }`;
  for (const name of ['ada', 'ben', 'cy', 'dan']) {
    const person = await signUp(name);
    people.push(person.sub);
    const input = { name, scopes: ['chat:read'], expiresAt: new Date(Date.now() + 86_400_000).toISOString() };
    const answer = await auth.ask<{ createAccessToken: { accessToken: { id: string } } }>(person, make, { input });
    tokens.push(answer.data.createAccessToken.accessToken.id);
  }
  mallory = await signUp('mallory');
});
afterAll(() => auth?.stop());

it('takes as long for the token of somebody else as for none', async () => {
  const query = `mutation($input: RevokeAccessTokenInput!) { revokeAccessToken(input: $input) { userErrors { code } } }`;
  const ask = async (id: string) => {
    const { data } = await auth.ask<{ revokeAccessToken: { userErrors: { code: string }[] } }>(mallory, query, {
      input: { id },
    });
    expect(data.revokeAccessToken.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
  };
  const absent = tokens.map(() => newId('accessToken'));
  expect(Math.abs(await timeApart({ there: tokens, absent, samples: SAMPLES / 2, ask }))).toBeLessThan(SIGNIFICANT);
}, 300_000);

it('takes as long for a person of another organisation as for nobody', async () => {
  const stranger = { ...mallory, org: idFrom('organisation', newId('organisation').slice(4)) };
  const query = `query ($asked: [_Any!]!) { _entities(representations: $asked) { ... on User { displayName } } }`;
  const ask = async (id: string) => {
    const { data } = await auth.ask<{ _entities: unknown[] }>(stranger, query, { asked: [{ __typename: 'User', id }] });
    expect(data._entities).toEqual([null]);
  };
  const absent = people.map(() => newId('user'));
  expect(Math.abs(await timeApart({ there: people, absent, samples: SAMPLES / 2, ask }))).toBeLessThan(SIGNIFICANT);
}, 300_000);
