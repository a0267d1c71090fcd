import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { ask, Account, type UserErrors } from '../harness/account.ts';
import { MeetingFollowed } from '../harness/meeting-followed.ts';
import { stack } from '../harness/stack.ts';

interface Admission {
  __typename: 'Admitted' | 'WaitingInLobby' | 'Refused';
  token: string;
  url: string;
  guestToken: string;
  participantIdentity: string;
  lobbyId: string;
  hostPresent: boolean;
  reason: string;
  meeting: { participants: { nodes: { displayName: string; isGuest: boolean }[] } };
}

const ADMISSION = `admission { __typename
  ... on Admitted { token url guestToken participantIdentity meeting { participants(first: 20) { nodes { displayName isGuest } } } }
  ... on WaitingInLobby { lobbyId hostPresent guestToken } ... on Refused { reason message } }`;
const JOIN = `mutation ($input: JoinMeetingInput!) { joinMeeting(input: $input) { ${ADMISSION} userErrors { code field } } }`;
const LOBBY = `query ($code: String!) { meeting(code: $code) { hasLobby hasPasscode isLocked myRole permissions { presentersMayChat }
  participants(first: 10) { nodes { id } } lobby(first: 10) { nodes { lobbyId displayName isGuest } } } }`;

interface Looked {
  meeting: {
    myRole: string | null;
    participants: object | null;
    permissions: object | null;
    lobby: { nodes: { lobbyId: string; displayName: string; isGuest: boolean }[] } | null;
  };
}

let host: Account, ben: Account;
test.beforeAll(async () => {
  [host, ben] = await Promise.all([Account.signUp(stack(), 'Hana Hosts'), Account.signUp(stack(), 'Ben Knocks')]);
});

/** A meeting of Hana's. */
async function meetingWith(input: Record<string, unknown>): Promise<{ id: string; code: string }> {
  const made = await host.mutate<{ meeting: { id: string; code: string } }>(
    'createMeeting',
    'CreateMeetingInput',
    { title: 'Behind a door', access: 'PUBLIC', ...input },
    'meeting { id code }',
  );
  return made.meeting;
}

/** Somebody without an account, or with one, asks to join. */
async function knock(code: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
  const answer = await ask<{ joinMeeting: { admission: Admission } & UserErrors }>(
    stack(),
    JOIN,
    { input: { code, ...more } },
    headers,
  );
  expect(answer.errors).toBeUndefined();
  return answer.data.joinMeeting;
}

const anonymous = (): Client =>
  createClient({ url: stack().ws, webSocketImpl: WebSocket, lazy: false, retryAttempts: 0 });

/** LiveKit's first word to whoever comes with this token, through our own door. */
async function connects({ url, token }: Admission): Promise<void> {
  const socket = new WebSocket(`${url}/rtc?access_token=${token}&protocol=16&auto_subscribe=1`);
  await once(socket, 'message');
  socket.terminate();
}

test('a guest without an account waits, is seen, is let in, and comes in', async () => {
  const { id, code } = await meetingWith({ lobby: true });
  const sockets = { host: host.socket(), guest: anonymous() };
  const inbox = MeetingFollowed.inbox(sockets.host);
  await inbox.ready();
  await knock(code, {}, host.headers);
  const meeting = MeetingFollowed.meeting(sockets.host, code);
  await meeting.ready();

  const { admission } = await knock(code, { displayName: 'Gus the Guest' });
  expect(admission).toMatchObject({ __typename: 'WaitingInLobby', hostPresent: false });
  const { lobbyId, guestToken } = admission;
  const wait = MeetingFollowed.meeting(sockets.guest, code, { guestToken });
  await wait.ready();
  await meeting.until((followed) => followed.named('LobbyMoved').at(-1)?.waitingCount === 1);
  await inbox.until((followed) => followed.named('MeetingChanged').at(-1)?.meeting?.waitingCount === 1);
  expect(inbox.named('MeetingChanged')).toMatchObject([{ meeting: { id } }]);
  expect((await host.ask<Looked>(LOBBY, { code })).data.meeting).toMatchObject({
    myRole: 'HOST',
    lobby: { nodes: [{ lobbyId, displayName: 'Gus the Guest', isGuest: true }] },
  });
  expect((await ask<Looked>(stack(), LOBBY, { code })).data.meeting).toEqual({
    hasLobby: true,
    hasPasscode: false,
    isLocked: false,
    myRole: null,
    permissions: null,
    participants: null,
    lobby: null,
  });

  await host.mutate('admit', 'AdmitInput', { meetingId: id, lobbyIds: [lobbyId] }, 'meeting { id }');
  await wait.until(({ isOver }) => isOver);
  expect(wait.events.at(-1)).toMatchObject({ __typename: 'AdmissionDecided', isAdmitted: true });
  const admitted = (await knock(code, { guestToken })).admission;
  expect(admitted).toMatchObject({
    __typename: 'Admitted',
    guestToken,
    meeting: { participants: { nodes: [{ isGuest: false }, { displayName: 'Gus the Guest', isGuest: true }] } },
  });
  await connects(admitted);
  await meeting.until((followed) =>
    followed.named('ParticipantChanged').some(({ participant }) => participant?.isGuest),
  );
  // From now on the same token follows the meeting itself, and still opens nothing else.
  const inside = MeetingFollowed.meeting(sockets.guest, code, { guestToken });
  await inside.ready();
  await host.mutate('lockMeeting', 'LockMeetingInput', { meetingId: id, locked: true }, 'meeting { isLocked }');
  await inside.until((followed) => followed.named('MeetingChanged').at(-1)?.meeting?.isLocked === true);
  for (const query of [
    '{ me { id } }',
    '{ conversations(first: 1) { nodes { id } } }',
    `{ node(id: "${id}") { id } }`,
  ]) {
    const { data, errors } = await ask<Record<string, unknown> | null>(stack(), query, {}, {});
    expect(errors?.[0]?.extensions.code === 'UNAUTHENTICATED' || data?.['node'] === null).toBe(true);
    expect((await ask(stack(), query, {}, { authorization: `Bearer ${guestToken}` })).status).toBe(401);
  }
  await host.mutate('endMeeting', 'EndMeetingInput', { meetingId: id }, 'meeting { state }');
  await inside.until((followed) => followed.named('MeetingChanged').at(-1)?.meeting?.state === 'ENDED');
  expect((await knock(code, { guestToken })).admission).toMatchObject({ __typename: 'Refused', reason: 'ENDED' });
  await Promise.all([sockets.host.dispose(), sockets.guest.dispose()]);
});

test('who is refused stays out, and nobody lets in who may not', async () => {
  const { id, code } = await meetingWith({ lobby: true, access: 'SIGNED_IN' });
  const { lobbyId } = (await knock(code, {}, ben.headers)).admission;
  const socket = ben.socket();
  const wait = MeetingFollowed.meeting(socket, code);
  await wait.ready();
  for (const verb of ['admit', 'refuse'])
    expect(
      (
        await ben.mutate(
          verb,
          `${verb === 'admit' ? 'Admit' : 'Refuse'}Input`,
          { meetingId: id, lobbyIds: [lobbyId] },
          'meeting { id }',
        )
      ).userErrors,
    ).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect((await ben.ask<Looked>(LOBBY, { code })).data.meeting).toMatchObject({ participants: null, lobby: null });
  await host.mutate('refuse', 'RefuseInput', { meetingId: id, lobbyIds: [lobbyId] }, 'meeting { id }');
  await wait.until(({ isOver }) => isOver);
  expect(wait.events.at(-1)).toMatchObject({ __typename: 'AdmissionDecided', isAdmitted: false });
  expect((await knock(code, {}, ben.headers)).admission).toMatchObject({
    __typename: 'Refused',
    reason: 'NOT_ALLOWED',
  });
  await socket.dispose();
});

test('wrong passcodes, misleading names and others’ guest tokens are refused, and nothing has changed', async () => {
  const { code } = await meetingWith({ passcode: 'open sesame' });
  const right = { passcode: 'open sesame' };
  for (const passcode of [undefined, '', 'sesame', 'open sesame!'])
    expect((await knock(code, { displayName: 'Gus', passcode })).admission).toMatchObject({ reason: 'WRONG_PASSCODE' });
  for (const displayName of [
    undefined,
    '',
    'a\u0007b',
    'Ann\nHost',
    '\u202eannA',
    '\u2067Ann',
    '\u200b',
    'x'.repeat(81),
  ])
    expect(await knock(code, { displayName, ...right })).toMatchObject({
      admission: null,
      userErrors: [{ code: 'BAD_USER_INPUT', field: ['displayName'] }],
    });
  const another = await meetingWith({});
  const { guestToken } = (await knock(another.code, { displayName: 'Gus' })).admission;
  expect(await knock(code, { guestToken, ...right })).toMatchObject({
    admission: null,
    userErrors: [{ code: 'FORBIDDEN', field: ['guestToken'] }],
  });
  const socket = anonymous();
  for (const [token, refusal] of [
    [guestToken, 'FORBIDDEN'],
    [undefined, 'UNAUTHENTICATED'],
  ] as const) {
    const followed = MeetingFollowed.meeting(socket, code, token === undefined ? {} : { guestToken: token });
    await followed.until(({ error }) => error !== undefined);
    expect(followed.error).toMatchObject([{ extensions: { code: refusal } }]);
    expect(JSON.stringify(followed.error)).not.toContain(guestToken);
  }
  await socket.dispose();
  const { admission } = await knock(code, {}, host.headers);
  expect(admission.meeting.participants.nodes).toHaveLength(1);
  await connects((await knock(code, { displayName: 'Gus', ...right })).admission);
});
