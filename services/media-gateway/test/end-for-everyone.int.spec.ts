import { newId } from '@parley/persistence';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { doorOperations, operations, type Knocked } from './documents.ts';
import { attempt } from './gate-client.ts';
import { GateProcess } from './gate-process.ts';
import { MailServer } from './mail-server.ts';
import { somebody, startMedia, type MediaUnderTest, type Somebody } from './media-under-test.ts';
import { ModeratedMeeting } from './moderated-meeting.ts';
import { inMinutes, scheduleOperations, type Scheduled } from './scheduled.ts';

let media: MediaUnderTest;
let gate: GateProcess;
let post: MailServer;
let room: ModeratedMeeting | undefined;
beforeAll(async () => {
  post = await MailServer.start();
  media = await startMedia({ MAIL_URL: post.url, MAIL_FROM: 'meetings@parley.example' });
  gate = await GateProcess.start(media.livekit, media.nats);
});
afterAll(async () => {
  await gate?.stop();
  await media?.stop();
  await post?.stop();
});
afterEach(() => room?.close());

const { end } = operations(() => media);
const { knock, admit } = doorOperations(() => media);
const { schedule, cancel, look } = scheduleOperations(() => media);
const org = newId('organisation');
const [host, colleague] = [somebody(org), somebody(org)];
const ANN = 'ann@example.org';
const WAIT = { timeout: 15_000, interval: 50 };
const uuidOf = (id: string) => id.slice(id.indexOf('_') + 1);
const roomOf = async (id: string) =>
  (await media.rows<{ room_name: string }>(`SELECT room_name FROM meeting WHERE id = $1`, [uuidOf(id)]))[0]?.room_name;
const stays = (id: string) =>
  media.rows<{ is_open: boolean }>(`SELECT left_at IS NULL AS is_open FROM attendance WHERE meeting_id = $1`, [
    uuidOf(id),
  ]);
const mailsOf = async (id: string) =>
  (await media.rows<{ kind: string }>(`SELECT kind FROM mail WHERE meeting_id = $1`, [uuidOf(id)])).map(
    ({ kind }) => kind,
  );
/** Everything that a refusal, or a second time, must leave as it is. */
const stored = (id: string) =>
  Promise.all([
    media.rows(`SELECT * FROM meeting WHERE id = $1`, [uuidOf(id)]),
    ...['meeting_session', 'occurrence', 'attendance', 'participant', 'former_room'].map((table) =>
      media.rows(`SELECT * FROM ${table} WHERE meeting_id = $1 ORDER BY 1, 2, 3`, [uuidOf(id)]),
    ),
  ]);
const SESSIONS = `query ($code: String!) { meeting(code: $code) { state endedAt conversation { id } sessions(first: 9) { nodes { endedAt conversation { id } } } } }`;
const sessionsOf = async (caller: Somebody, code: string) =>
  (
    await media.ask<{
      meeting: {
        state: string;
        endedAt: string | null;
        conversation: { id: string } | null;
        sessions: { nodes: { endedAt: string | null; conversation: { id: string } }[] };
      };
    }>(caller, SESSIONS, { code })
  ).data.meeting;
const enters = async (token: string) => {
  const { status, socket } = await attempt(`${gate.url}/rtc?access_token=${token}&protocol=16&auto_subscribe=1`);
  socket.on('error', () => undefined).terminate();
  return status;
};

describe('a permanent room that is ended for everybody', () => {
  it('puts all out for good, with every token of theirs; and people may meet in it again, in another session', async () => {
    room = await ModeratedMeeting.open(media, host, { isPermanent: true });
    const { id, meeting } = room;
    const seats = [await room.seat(host, { clientNonce: 'one' }), await room.seat(colleague), await room.seat({})];
    await expect.poll(async () => (await stays(id)).length, WAIT).toBe(3);
    const first = await sessionsOf(host, meeting.code);
    // Somebody was let in, and has not come yet.
    const { admission: late } = await knock(somebody(org), meeting.code);
    const former = await roomOf(id);

    const { meeting: ended, userErrors } = await end(host, id);
    expect([ended?.state, userErrors]).toEqual(['OPEN', []]);
    for (const { device } of seats) await expect.poll(() => device.isIn, WAIT).toBe(false);
    expect(await stays(id)).toEqual([{ is_open: false }, { is_open: false }, { is_open: false }]);
    const between = await sessionsOf(host, meeting.code);
    expect(between).toMatchObject({ state: 'OPEN', endedAt: null, conversation: null });
    expect(between.sessions.nodes).toEqual([{ endedAt: expect.any(String), conversation: first.conversation }]);
    const before = await stored(id);
    expect((await end(host, id)).meeting?.state).toBe('OPEN');
    expect(await stored(id)).toEqual(before);

    const { admission: back } = await knock(host, meeting.code, { clientNonce: 'one' });
    expect(back.__typename).toBe('Admitted');
    expect(back.participantIdentity).not.toBe(seats[0]?.id);
    const device = await room.enter(back.token);
    await expect.poll(async () => (await sessionsOf(host, meeting.code)).state, WAIT).toBe('LIVE');
    const next = await sessionsOf(host, meeting.code);
    expect(next.sessions.nodes).toHaveLength(2);
    expect(next.conversation?.id).toBeDefined();
    expect(next.conversation?.id).not.toBe(first.conversation?.id);
    // Nobody of before is there, not even on the way.
    const { participants } = (
      await media.ask<{ meeting: { participants: { nodes: { id: string }[] } } }>(
        host,
        `query ($code: String!) { meeting(code: $code) { participants(first: 50) { nodes { id } } } }`,
        { code: meeting.code },
      )
    ).data.meeting;
    expect(participants.nodes).toEqual([{ id: back.participantIdentity }]);

    // Old tokens, ours and those that LiveKit refreshed, at the gate and at LiveKit itself, while the next session goes on.
    const old = [late.token, ...seats.flatMap(({ token, device: { token: refreshed } }) => [token, refreshed])];
    await expect.poll(() => enters(late.token), WAIT).toBe(403);
    for (const token of old) {
      expect(await enters(token)).toBe(403);
      await expect(room.enter(token)).rejects.toThrow();
    }
    const again = (await knock(colleague, meeting.code)).admission;
    expect(await enters(again.token)).toBe(101);
    expect(await media.rooms.listRooms([former as string])).toEqual([]);
    expect(device.isIn).toBe(true);
  });

  it('asks those anew whom a host had let in, and leaves those waiting who wait', async () => {
    room = await ModeratedMeeting.open(media, host, { isPermanent: true, lobby: true });
    const { id, meeting } = room;
    await room.seat(host);
    const come = async (more: object): Promise<Knocked> => (await knock({}, meeting.code, more)).admission;
    const [ann, ben] = [
      await come({ displayName: 'Ann', clientNonce: 'a' }),
      await come({ displayName: 'Ben', clientNonce: 'b' }),
    ];
    await admit(host, { meetingId: id, lobbyIds: [ann.lobbyId] });
    const seat = await room.seat({}, { guestToken: ann.guestToken, clientNonce: 'a' });
    await expect.poll(async () => (await stays(id)).length, WAIT).toBe(2);
    await end(host, id);
    await expect.poll(() => seat.device.isIn, WAIT).toBe(false);
    const waiting = () =>
      media.rows(`SELECT id FROM lobby_entry WHERE meeting_id = $1 AND state = 'WAITING'`, [uuidOf(id)]);
    expect(await waiting()).toHaveLength(1);
    const again = await come({ guestToken: ann.guestToken, clientNonce: 'a' });
    expect(again.__typename).toBe('WaitingInLobby');
    expect((await come({ guestToken: ben.guestToken, clientNonce: 'b' })).lobbyId).toBe(ben.lobbyId);
    expect(await waiting()).toHaveLength(2);
  });

  it('keeps nobody in its former room who slipped in', async () => {
    room = await ModeratedMeeting.open(media, host, { isPermanent: true });
    const { id } = room;
    const seat = await room.seat(host);
    await expect.poll(async () => (await stays(id)).length, WAIT).toBe(1);
    const name = (await roomOf(id)) as string;
    await end(host, id);
    const slipsIn = () => media.rooms.createRoom({ name });
    await slipsIn();
    const joinedAt = String(Math.floor(Date.now() / 1_000));
    const participant = { identity: seat.id, sid: `PA_${id}`, joinedAt };
    const told = { room: { name, sid: `RM_${id}` }, participant, createdAt: joinedAt };
    expect(await media.hook({ event: 'participant_joined', ...told })).toBe(204);
    expect(await media.rooms.listRooms([name])).toEqual([]);
    await slipsIn();
    await media.reconcile();
    expect(await media.rooms.listRooms([name])).toEqual([]);
    expect(await stays(id)).toEqual([{ is_open: false }]);
    // What LiveKit tells late of a stay we never heard of is that meeting's all the same.
    await media.hook({ event: 'participant_left', ...told });
    expect(await stays(id)).toEqual([{ is_open: false }, { is_open: false }]);
  });

  it('goes on as it was when LiveKit does not answer, and is for hosts alone', async () => {
    room = await ModeratedMeeting.open(media, host, { isPermanent: true });
    const { id } = room;
    await room.seat(host);
    await expect.poll(async () => (await stays(id)).length, WAIT).toBe(1);
    const before = await stored(id);
    expect((await end(colleague, id)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    await media.livekit.kill();
    expect((await end(host, id)).userErrors).toMatchObject([{ code: 'UNAVAILABLE' }]);
    expect(await stored(id)).toEqual(before);
    await media.livekit.startAgain();
  });

  it('is given up for good by calling it off; those who are invited are told', async () => {
    const title = 'Our room';
    const { made } = await schedule(host, { title, isPermanent: true, invitees: [{ email: ANN }] });
    const { id, code } = made as Scheduled;
    await knock(host, code);
    expect((await cancel(host, { meetingId: id })).made).toMatchObject({ state: 'ENDED', isCancelled: true });
    expect((await knock(host, code)).admission.reason).toBe('ENDED');
    expect(await mailsOf(id)).toEqual(['INVITATION', 'CANCELLATION']);
    await post.arrived(title, 2);
  });
});

describe('a scheduled meeting that is ended for everybody', () => {
  const planned = async (title: string, from: number, more: object = {}) => {
    const times = { startsAt: inMinutes(from), endsAt: inMinutes(from + 30), timeZone: 'UTC' };
    const { made, userErrors } = await schedule(host, { title, ...times, invitees: [{ email: ANN }], ...more });
    expect(userErrors).toEqual([]);
    await post.arrived(title, 1);
    return made as Scheduled;
  };

  it('is over for this time of its series; the next one stays, and nobody is told that it is off', async () => {
    const { id, code } = await planned('Series', -2, { recurrence: { frequency: 'DAILY', count: 3 } });
    const { admission } = await knock(host, code);
    expect((await knock(colleague, code)).admission.__typename).toBe('Admitted');
    expect((await end(host, id)).meeting?.state).toBe('SCHEDULED');
    const tomorrow = inMinutes(-2 + 24 * 60);
    expect(await look(host, code)).toMatchObject({ state: 'SCHEDULED', nextStartsAt: tomorrow, isCancelled: false });
    expect((await knock(colleague, code)).admission.reason).toBe('NOT_STARTED');
    await expect.poll(() => enters(admission.token), WAIT).toBe(403);
    const before = await stored(id);
    await end(host, id);
    expect(await stored(id)).toEqual(before);
    expect(await mailsOf(id)).toEqual(['INVITATION']);
    // The next one is reminded of, and can be joined.
    const [row] = await media.rows<{ n: string }>(
      `UPDATE occurrence SET starts_at = now() + interval '9 minutes' WHERE meeting_id = $1 AND starts_at = $2 RETURNING 1 AS n`,
      [uuidOf(id), tomorrow],
    );
    expect(row).toBeDefined();
    await media.remind();
    expect((await mailsOf(id)).sort()).toEqual(['INVITATION', 'REMINDER']);
    expect((await knock(colleague, code)).admission.__typename).toBe('Admitted');
  });

  it('is over for this time too where nobody is in it any more', async () => {
    const { id, code } = await planned('Empty', -2, { recurrence: { frequency: 'DAILY', count: 2 } });
    expect((await look(host, code)).state).toBe('OPEN');
    await end(host, id);
    expect(await look(host, code)).toMatchObject({ state: 'SCHEDULED', nextStartsAt: inMinutes(-2 + 24 * 60) });
  });

  it('takes place all the same where hosts tried it out before its time', async () => {
    const { id, code } = await planned('Rehearsal', 60);
    const { admission } = await knock(host, code);
    const former = await roomOf(id);
    expect((await end(host, id)).meeting?.state).toBe('SCHEDULED');
    expect(await roomOf(id)).not.toBe(former);
    await expect.poll(() => enters(admission.token), WAIT).toBe(403);
    expect(await look(host, code)).toMatchObject({ state: 'SCHEDULED', nextStartsAt: inMinutes(60) });
    expect(await mailsOf(id)).toEqual(['INVITATION']);
  });

  it('is over for good with its last time', async () => {
    const { id, code } = await planned('Once', -2);
    await knock(host, code);
    expect((await end(host, id)).meeting?.state).toBe('ENDED');
    expect((await knock(host, code)).admission.reason).toBe('ENDED');
    expect(await mailsOf(id)).toEqual(['INVITATION']);
  });
});

it('a meeting of the moment that is ended for everybody is over for good', async () => {
  room = await ModeratedMeeting.open(media, host);
  const { id, meeting } = room;
  const seat = await room.seat(host);
  const name = await roomOf(id);
  expect((await end(host, id)).meeting?.state).toBe('ENDED');
  await expect.poll(() => seat.device.isIn, WAIT).toBe(false);
  expect((await knock(host, meeting.code)).admission.reason).toBe('ENDED');
  expect(await roomOf(id)).toBe(name);
});
