import { expect, test } from '@playwright/test';
import { generateKeyPair, SignJWT, decodeJwt } from 'jose';
import { Followed } from '../harness/followed.ts';
import { ask, Account, type UserErrors } from '../harness/account.ts';
import { stack } from '../harness/stack.ts';

const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken } user { id } userErrors { code field } } }`;
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } user { id } userErrors { code message } } }`;

let ada: Account, ben: Account, cy: Account;
let conversation: { id: string; cursor: string };
test.beforeAll(async () => {
  const signUp = (name: string) => Account.signUp(stack(), `${name} Refused`);
  [ada, ben, cy] = await Promise.all([signUp('Ada'), signUp('Ben'), signUp('Cy')]);
  conversation = await ada.startConversation(ben);
});

async function bodies(): Promise<string[]> {
  const { data } = await ada.ask<{ conversation: { messages: { nodes: { body: string }[] } } }>(
    `query ($id: ID!) { conversation(id: $id) { messages(last: 100) { nodes { body } } } }`,
    { id: conversation.id },
  );
  return data.conversation.messages.nodes.map(({ body }) => body);
}

for (const [what, input, code] of [
  ['a short password', { email: 'short@example.com', password: 'short', displayName: 'S' }, 'WEAK_PASSWORD'],
  ['a known password', { email: 'known@example.com', password: 'passwordpassword', displayName: 'S' }, 'WEAK_PASSWORD'],
  ['no address', { email: 'nobody', password: 'seven quiet otters singing', displayName: 'S' }, 'BAD_USER_INPUT'],
] as const)
  test(`sign-up refuses ${what}`, async () => {
    const { data } = await ask<{ signUp: UserErrors }>(stack(), SIGN_UP, { input });
    expect(data.signUp).toMatchObject({ session: null, user: null, userErrors: [{ code }] });
    const signedIn = await ask<{ signIn: UserErrors }>(stack(), SIGN_IN, {
      input: { email: input.email, password: input.password },
    });
    expect(signedIn.data.signIn).toMatchObject({ session: null, userErrors: [{ code: 'INVALID_CREDENTIALS' }] });
  });

test('a taken e-mail is refused on sign-up and not revealed on sign-in', async () => {
  const input = { email: ada.email.toUpperCase(), password: 'eight other otters singing', displayName: 'Again' };
  expect((await ask<{ signUp: UserErrors }>(stack(), SIGN_UP, { input })).data.signUp.userErrors).toMatchObject([
    { code: 'EMAIL_TAKEN', field: ['email'] },
  ]);
  const wrong = await ask<{ signIn: UserErrors }>(stack(), SIGN_IN, { input: { email: ada.email, password: 'wrong' } });
  const unknown = await ask<{ signIn: UserErrors }>(stack(), SIGN_IN, {
    input: { email: 'nobody.at.all@example.com', password: 'wrong' },
  });
  expect(wrong.data.signIn).toEqual(unknown.data.signIn);
});

for (const [what, body] of [
  ['an empty message', ''],
  ['a blank message', ' \n '],
  ['a message of 100 kB', 'x'.repeat(100_000)],
  ['a message with U+0000', 'a\u0000b'],
] as const)
  test(`${what} is refused and nothing is stored`, async () => {
    const before = await bodies();
    expect(await ada.send(conversation.id, body)).toMatchObject({
      message: null,
      userErrors: [{ code: 'BAD_USER_INPUT', field: ['body'] }],
    });
    expect(await bodies()).toEqual(before);
  });

test('malformed ids are BAD_USER_INPUT, unknown ones null or NOT_FOUND', async () => {
  for (const id of ['', 'cnv_1', `usr_${'0'.repeat(32)}`, "cnv_'; DROP TABLE message"]) {
    expect((await ada.send(id, 'hello')).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect((await ada.ask(`query ($id: ID!) { conversation(id: $id) { id } }`, { id })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) } },
    ]);
  }
  const unknown = `cnv_${'0'.repeat(32)}`;
  expect(
    (await ada.ask(`query ($id: ID!) { conversation(id: $id) { id } node(id: $id) { id } }`, { id: unknown })).data,
  ).toEqual({ conversation: null, node: null });
  expect((await ada.send(unknown, 'hello')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await ada.ask(`{ node(id: "nonsense") { id } }`)).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

test('a conversation one is not in cannot be written, read or followed', async () => {
  const before = await bodies();
  expect((await cy.send(conversation.id, 'let me in')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(
    (await cy.ask(`query ($id: ID!) { conversation(id: $id) { id } node(id: $id) { id } }`, { id: conversation.id }))
      .data,
  ).toEqual({ conversation: null, node: null });
  const socket = cy.socket();
  const followed = new Followed(socket, conversation.id);
  await followed.until(({ error }) => error !== undefined);
  expect(followed.error).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  await socket.dispose();
  expect(await bodies()).toEqual(before);
});

test('a cursor of another conversation, and one that was tampered with, are BAD_USER_INPUT', async () => {
  const other = await ada.startConversation(cy);
  const socket = ada.socket();
  for (const cursor of [other.cursor, `${conversation.cursor.slice(0, -3)}AAA`, 'nonsense']) {
    const followed = new Followed(socket, conversation.id, cursor);
    await followed.until(({ error }) => error !== undefined);
    expect(followed.error).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  }
  await socket.dispose();
});

test('joining an unknown meeting is NOT_FOUND, an ended one is refused', async () => {
  const join = (code: string) =>
    ben.mutate<{ admission: object | null }>(
      'joinMeeting',
      'JoinMeetingInput',
      { code },
      'admission { __typename ... on Refused { reason } }',
    );
  expect(await join('zzz-zzzz-zzz')).toMatchObject({ admission: null, userErrors: [{ code: 'NOT_FOUND' }] });
  const { meeting } = await ada.mutate<{ meeting: { id: string; code: string } }>(
    'createMeeting',
    'CreateMeetingInput',
    { title: 'Short' },
    'meeting { id code }',
  );
  expect(await join(meeting.code)).toMatchObject({ admission: { __typename: 'Admitted' } });
  expect(
    (await ben.mutate('endMeeting', 'EndMeetingInput', { meetingId: meeting.id }, 'meeting { id }')).userErrors,
  ).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect(
    (await ada.mutate('endMeeting', 'EndMeetingInput', { meetingId: meeting.id }, 'meeting { state }')).userErrors,
  ).toEqual([]);
  expect(await join(meeting.code)).toMatchObject({ admission: { __typename: 'Refused', reason: 'ENDED' } });
});

test('expired, forged and unsigned tokens are 401 over HTTP and close sockets', async () => {
  const { privateKey } = await generateKeyPair('EdDSA');
  const claims = decodeJwt(ada.token);
  const kid = JSON.parse(Buffer.from(ada.token.split('.')[0] as string, 'base64url').toString()).kid as string;
  const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid, typ: 'at+jwt' }).sign(privateKey);
  const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${ada.token.split('.')[1]}.`;
  for (const token of [forged, unsigned, 'nonsense', `${ada.token.slice(0, -4)}AAAA`]) {
    const answer = await ask(stack(), '{ me { id } }', {}, { authorization: `Bearer ${token}` });
    expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    const closed = new Promise<number>((resolve) => {
      ada.socket({
        connectionParams: { authorization: `Bearer ${token}` },
        on: { closed: (event) => resolve((event as { code: number }).code) },
        onNonLazyError: () => undefined,
      });
    });
    expect(await closed).toBe(4401);
  }
  expect((await ask(stack(), '{ me { id } }')).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});

test('a session that was signed out is dead within five seconds', async () => {
  const dee = await Account.signUp(stack(), 'Dee Leaves');
  const closed = new Promise<number>((resolve) => {
    dee.socket({
      on: { closed: (event) => resolve((event as { code: number }).code) },
      onNonLazyError: () => undefined,
    });
  });
  await expect.poll(async () => (await dee.ask('{ me { id } }')).status).toBe(200);
  await dee.ask(`mutation { signOut { userErrors { code } } }`);
  await expect.poll(async () => (await dee.ask('{ me { id } }')).status, { timeout: 5_000 }).toBe(401);
  expect(await closed).toBe(4401);
});

test('a webhook without a valid signature is refused', async () => {
  const body = JSON.stringify({ event: 'room_finished', room: { name: 'any' } });
  for (const headers of [{}, { authorization: 'nonsense' }, { authorization: `Bearer ${ada.token}` }] as Record<
    string,
    string
  >[]) {
    const response = await fetch(stack().internal.webhook, {
      method: 'POST',
      headers: { 'content-type': 'application/webhook+json', ...headers },
      body,
    });
    expect(response.status).toBe(401);
  }
});

test('a subgraph answers nobody without the gateway’s claim', async () => {
  for (const url of Object.values(stack().internal.subgraphs))
    for (const headers of [{}, ada.headers, { 'parley-claim': ada.token }] as Record<string, string>[]) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"query":"{ __typename }"}',
      });
      expect(response.status, url).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
});
