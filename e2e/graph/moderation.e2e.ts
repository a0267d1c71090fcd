import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { createClient } from 'graphql-ws';
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
  role: string;
  reason: string;
}

const JOIN = `mutation ($input: JoinMeetingInput!) { joinMeeting(input: $input) { userErrors { code } admission { __typename
  ... on Admitted { token url guestToken participantIdentity role } ... on Refused { reason } } } }`;
const VERBS = {
  setRole: ['SetRoleInput', 'participant { id role }'],
  mute: ['MuteInput', 'meeting { id }'],
  askToUnmute: ['AskToUnmuteInput', 'meeting { id }'],
  removeParticipant: ['RemoveParticipantInput', 'meeting { id hasLobby }'],
} as const;

const does = (by: Account, verb: keyof typeof VERBS, input: Record<string, unknown>) =>
  by.mutate<object>(verb, VERBS[verb][0], input, VERBS[verb][1]);

async function join(code: string, by?: Account, more: Record<string, unknown> = { displayName: 'Gus' }) {
  const headers = by?.headers ?? {};
  const answer = await ask<{ joinMeeting: { admission: Admission } & UserErrors }>(
    stack(),
    JOIN,
    { input: { code, ...more } },
    headers,
  );
  return answer.data?.joinMeeting.admission;
}

/** A device at LiveKit, through our own door: its socket once LiveKit has spoken, or the status with which it was refused. */
async function connect({ url, token }: Admission): Promise<WebSocket | number> {
  const socket = new WebSocket(`${url}/rtc?access_token=${token}&protocol=16&auto_subscribe=1`);
  socket.on('error', () => undefined);
  const refused = once(socket, 'unexpected-response').then(
    ([, response]) => (response as { statusCode: number }).statusCode,
  );
  return Promise.race([once(socket, 'message').then(() => socket), refused]);
}
async function connected(admission: Admission): Promise<WebSocket> {
  const socket = await connect(admission);
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

let host: Account, ben: Account;
let meeting: { id: string; code: string };
test.beforeAll(async () => {
  [host, ben] = await Promise.all([Account.signUp(stack(), 'Hana Moderates'), Account.signUp(stack(), 'Ben Helps')]);
});
test.beforeEach(async () => {
  const input = { title: 'In good order', access: 'PUBLIC' };
  ({ meeting } = await host.mutate<{ meeting: { id: string; code: string } }>(
    'createMeeting',
    'CreateMeetingInput',
    input,
    'meeting { id code }',
  ));
});

test('a co-host bans a guest: out within two seconds, and no token, old or new, brings them back', async () => {
  await join(meeting.code, host);
  const [helper, guest] = [(await join(meeting.code, ben)) as Admission, (await join(meeting.code)) as Admission];
  const sockets = {
    host: host.socket(),
    guest: createClient({ url: stack().ws, webSocketImpl: WebSocket, lazy: false, retryAttempts: 0 }),
  };
  const [events, theirs] = [
    MeetingFollowed.meeting(sockets.host, meeting.code),
    MeetingFollowed.meeting(sockets.guest, meeting.code, { guestToken: guest.guestToken }),
  ];
  await Promise.all([events.ready(), theirs.ready()]);
  const device = await connected(guest);

  const role = { meetingId: meeting.id, participantId: helper.participantIdentity, role: 'CO_HOST' };
  expect((await does(host, 'setRole', role)).userErrors).toEqual([]);
  await events.until((followed) => followed.named('ParticipantChanged').at(-1)?.participant?.role === 'CO_HOST');

  const target = { meetingId: meeting.id, participantId: guest.participantIdentity };
  const closed = once(device, 'close');
  const begun = Date.now();
  expect((await does(ben, 'removeParticipant', { ...target, ban: true })).userErrors).toEqual([]);
  await closed;
  expect(Date.now() - begun).toBeLessThan(2_000);
  await theirs.until(({ isOver }) => isOver);
  expect(theirs.named('ParticipantLeft')).toMatchObject([
    { participantId: guest.participantIdentity, wasRemoved: true },
  ]);
  await events.until((followed) => followed.named('MeetingChanged').length > 0);
  await expect.poll(() => connect(guest), { timeout: 2_000 }).toBe(403);
  expect(await join(meeting.code, undefined, { guestToken: guest.guestToken })).toMatchObject({ reason: 'BANNED' });
  expect(await join(meeting.code)).toMatchObject({ __typename: 'WaitingInLobby' });
  await Promise.all([sockets.host.dispose(), sockets.guest.dispose()]);
});

test('whoever signs out leaves the meeting within ten seconds, and their token opens it no more', async () => {
  const dee = await Account.signUp(stack(), 'Dee Departs');
  await join(meeting.code, host);
  const admission = (await join(meeting.code, dee)) as Admission;
  const device = await connected(admission);
  const closed = once(device, 'close');
  const begun = Date.now();
  await dee.ask(`mutation { signOut { userErrors { code } } }`);
  await closed;
  expect(Date.now() - begun).toBeLessThan(10_000);
  await expect.poll(() => connect(admission), { timeout: 2_000 }).toBe(403);
});

test('everybody hears of mutes and of who is asked to speak', async () => {
  await join(meeting.code, host);
  const { participantIdentity: participantId } = (await join(meeting.code, ben)) as Admission;
  const socket = ben.socket();
  const events = MeetingFollowed.meeting(socket, meeting.code);
  await events.ready();
  const meetingId = meeting.id;
  await does(host, 'mute', { meetingId, target: { participantId }, source: 'CAMERA' });
  await does(host, 'mute', { meetingId, target: { everyone: true }, source: 'MICROPHONE' });
  await does(host, 'askToUnmute', { meetingId, participantId });
  await events.until((followed) => followed.named('UnmuteAsked').length === 1);
  expect([...events.named('Muted'), ...events.named('UnmuteAsked')]).toMatchObject([
    { whose: participantId, source: 'CAMERA', by: 'Hana Moderates' },
    { whose: null, source: 'MICROPHONE', by: 'Hana Moderates' },
    { participantId, by: 'Hana Moderates' },
  ]);
  await socket.dispose();
});

test('a moderator’s verb by someone who is none is refused, and nothing has changed', async () => {
  const { participantIdentity: hostId } = (await join(meeting.code, host)) as Admission;
  const guest = (await join(meeting.code)) as Admission;
  await join(meeting.code, ben);
  const meetingId = meeting.id;
  const inputs = (participantId: string) => ({
    setRole: { meetingId, participantId, role: 'VIEWER' },
    mute: { meetingId, target: { participantId }, source: 'MICROPHONE' },
    askToUnmute: { meetingId, participantId },
    removeParticipant: { meetingId, participantId, ban: true },
  });
  for (const verb of Object.keys(VERBS) as (keyof typeof VERBS)[]) {
    const of = (id: string) => inputs(id)[verb];
    expect((await does(ben, verb, of(guest.participantIdentity))).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await does(ben, verb, of(hostId))).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await does(host, verb, of(hostId))).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    const query = `mutation ($input: ${VERBS[verb][0]}!) { ${verb}(input: $input) { userErrors { code } } }`;
    for (const headers of [{}, { authorization: `Bearer ${guest.guestToken}` }] as Record<string, string>[]) {
      const { errors } = await ask(stack(), query, { input: of(hostId) }, headers);
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  }
  for (const target of [{}, { participantId: hostId, everyone: true }]) {
    const query = `mutation ($input: MuteInput!) { mute(input: $input) { userErrors { code } } }`;
    const { errors } = await host.ask(query, { input: { meetingId, target, source: 'CAMERA' } });
    expect(errors).toBeDefined();
  }
  const { data } = await host.ask<{ meeting: { participants: { nodes: { role: string }[] } } }>(
    `query ($code: String!) { meeting(code: $code) { participants(first: 10) { nodes { role } } } }`,
    { code: meeting.code },
  );
  expect(data.meeting.participants.nodes.map(({ role }) => role)).toEqual(['HOST', 'PRESENTER', 'PRESENTER']);
});
