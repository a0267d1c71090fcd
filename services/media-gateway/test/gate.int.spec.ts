import { ConnectionSettings, JoinRequest, WrappedJoinRequest } from '@livekit/protocol';
import type { MeetingId, ParticipantId, UserId } from '@parley/contracts';
import { newId } from '@parley/persistence';
import { once } from 'node:events';
import { AccessToken } from 'livekit-server-sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operations, type Admission, type Meeting } from './documents.ts';
import { attempt, type Attempt } from './gate-client.ts';
import { GateProcess } from './gate-process.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';

let media: MediaUnderTest;
let gate: GateProcess;
let meeting: Meeting;
let admission: Admission;
let room: string;
const { create, join, end } = operations(() => media);
const host = somebody(newId('organisation'));
const open: Attempt[] = [];

beforeAll(async () => {
  media = await startMedia();
  gate = await GateProcess.start(media.livekit, media.nats);
});
afterAll(async () => {
  await gate?.stop();
  await media.stop();
});
beforeEach(async () => {
  ({ meeting } = await create(host));
  ({ admission } = await join(host, meeting.code));
  const [row] = await media.rows<{ room_name: string }>('SELECT room_name FROM meeting WHERE code = $1', [
    meeting.code,
  ]);
  room = (row as { room_name: string }).room_name;
});
afterEach(() => {
  for (const { socket } of open.splice(0)) socket.on('error', () => undefined).terminate();
});

const query = (token: string) => `access_token=${token}&protocol=16&auto_subscribe=1&sdk=js&version=2.23.0`;
async function enter(search: string, { path = '/rtc', headers = {} } = {}): Promise<Attempt> {
  const attempted = await attempt(`${gate.url}${path}?${search}`, headers);
  open.push(attempted);
  return attempted;
}
const remove = (identity: string) =>
  media.remove(host.org, room, {
    id: identity as ParticipantId,
    meetingId: meeting.id as MeetingId,
    userId: host.sub as UserId,
  });
/** Until the gate refuses: what was removed has reached it. */
const refuses = (token: string) =>
  expect.poll(async () => (await enter(query(token))).status, { timeout: 2_000, interval: 50 }).toBe(403);

describe('the gate lets in', () => {
  it('a join token of ours, and LiveKit sees one token and no cookie', async () => {
    const { signals } = await enter(query(admission.token), { headers: { cookie: 'parley_refresh=x', 'x-mine': 'y' } });
    expect(signals[0]).toBe('join');
    expect(gate.seen.at(-1)).toContain(`GET /rtc?${query(admission.token)} HTTP/1.1`);
    expect(gate.seen.at(-1)).not.toMatch(/cookie|authorization|x-mine|origin/i);
  });

  it('the newer way of joining, with its request inside', async () => {
    const settings = new ConnectionSettings({ autoSubscribe: true });
    const joinRequest = new JoinRequest({ connectionSettings: settings }).toBinary();
    const wrapped = Buffer.from(new WrappedJoinRequest({ joinRequest }).toBinary()).toString('base64');
    const search = new URLSearchParams({
      access_token: admission.token,
      join_request: wrapped.replace(/\+/g, '-').replace(/\//g, '_'),
    });
    expect((await enter(String(search), { path: '/rtc/v1' })).signals[0]).toBe('join');
  });

  it('a token that LiveKit refreshed, for a reconnect and for a new join', async () => {
    const { refreshed } = await enter(query(admission.token));
    expect(refreshed).not.toBe(admission.token);
    expect((await enter(`${query(refreshed)}&reconnect=1&sid=PA_x&reconnect_reason=1`)).status).toBe(101);
    expect((await enter(query(refreshed))).signals[0]).toBe('join');
  });

  it('questions whether a token is good, with LiveKit’s own answer', async () => {
    const good = await fetch(`${gate.url}/rtc/validate?${query(admission.token)}`);
    expect([good.status, await good.text(), good.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'success',
      '*',
    ]);
    const noRequest = await fetch(`${gate.url}/rtc/v1/validate?access_token=${admission.token}`);
    expect([noRequest.status, await noRequest.text()]).toEqual([400, 'join_request is required']);
    expect(await attempt(`${gate.url}/rtc/validate?${query(admission.token)}`)).toMatchObject({
      status: 200,
      text: 'success',
    });
  });
});

describe('the gate refuses, and LiveKit never sees it:', () => {
  const foreign = async (secret: string, ttl: number) => {
    const token = new AccessToken(media.livekit.apiKey, secret, { identity: admission.participantIdentity, ttl });
    token.addGrant({ room, roomJoin: true, canPublish: false, canPublishData: false });
    return token.toJwt();
  };
  const admin = async () => {
    const token = new AccessToken(media.livekit.apiKey, media.livekit.apiSecret, {
      identity: admission.participantIdentity,
    });
    token.addGrant({ room, roomJoin: true, canPublish: false, canPublishData: false, roomAdmin: true });
    return token.toJwt();
  };

  it.each<[string, () => Promise<string> | string, number, RegExp]>([
    ['publish', () => `${query(admission.token)}&publish=1`, 400, /publish/],
    ['two tokens', () => `${query(admission.token)}&access_token=${admission.token}`, 400, /more than once/],
    ['what it does not know', () => `${query(admission.token)}&attributes=e30=`, 400, /not taken/],
    ['no token', () => 'protocol=16', 401, /Join the meeting/],
    ['a token for another key', async () => query(await foreign('x'.repeat(43), 60)), 401, /not a join token/],
    ['an expired one', async () => query(await foreign(media.livekit.apiSecret, -61)), 401, /expired/],
    ['one that moderates', async () => query(await admin()), 403, /more than joining/],
  ])('%s', async (_name, search, status, text) => {
    const given = await search();
    const before = gate.seen.length;
    expect(await enter(given)).toMatchObject({ status, text: expect.stringMatching(text) });
    const plain = await fetch(`${gate.url}/rtc/validate?${given}`);
    expect([plain.status, await plain.text()]).toEqual([status, expect.stringMatching(text)]);
    expect(gate.seen.length).toBe(before);
  });

  it('an Authorization header beside the token', async () => {
    const before = gate.seen.length;
    const headers = { authorization: `Bearer ${admission.token}` };
    expect(await enter(query(admission.token), { headers })).toMatchObject({ status: 400 });
    expect(await enter('protocol=16', { headers })).toMatchObject({ status: 400 });
    expect((await fetch(`${gate.url}/rtc/validate?${query(admission.token)}`, { headers })).status).toBe(400);
    expect(gate.seen.length).toBe(before);
  });

  it('everything else that LiveKit answers', async () => {
    const before = gate.seen.length;
    for (const path of ['/', '/twirp/livekit.RoomService/ListRooms', '/agent', '/rtc/', '/whip/v1', '/debug/pprof']) {
      expect((await fetch(`${gate.url}${path}?${query(admission.token)}`, { method: 'POST' })).status).toBe(404);
    }
    expect((await fetch(`${gate.url}/rtc?${query(admission.token)}`, { method: 'POST' })).status).toBe(405);
    expect(gate.seen.length).toBe(before);
  });

  it('whoever was removed: their socket is cut within 2 s, and no token of theirs opens it again', async () => {
    const other = (await join(somebody(host.org), meeting.code)).admission;
    const [mine, theirs] = [await enter(query(admission.token)), await enter(query(other.token))];
    const begun = Date.now();
    const cut = once(theirs.socket, 'close');
    await remove(other.participantIdentity);
    await cut;
    expect(Date.now() - begun).toBeLessThan(2_000);
    const before = gate.seen.length;
    for (const token of [other.token, theirs.refreshed])
      for (const more of ['', '&reconnect=1&sid=PA_x'])
        expect(await enter(query(token) + more)).toMatchObject({
          status: 403,
          text: 'You were removed from this meeting.',
        });
    expect((await fetch(`${gate.url}/rtc/validate?${query(theirs.refreshed)}`)).status).toBe(403);
    expect(gate.seen.length).toBe(before);
    expect(mine.socket.readyState).toBe(mine.socket.OPEN);
  });

  it('a meeting that is over', async () => {
    const { refreshed } = await enter(query(admission.token));
    await end(host, meeting.id);
    await refuses(admission.token);
    const before = gate.seen.length;
    expect(await enter(query(refreshed))).toMatchObject({ status: 403, text: 'This meeting is over.' });
    expect(gate.seen.length).toBe(before);
  });
});

describe('the gate alone', () => {
  it('keeps out whom it kept out before NATS went and it was killed, and lets in whom it does not know', async () => {
    const other = (await join(somebody(host.org), meeting.code)).admission;
    await remove(other.participantIdentity);
    await refuses(other.token);
    await media.nats.kill();
    expect((await enter(query(admission.token))).signals[0]).toBe('join');
    await gate.end('SIGKILL');
    expect(await gate.startAgain()).toBeLessThan(2_000);
    expect(await enter(query(other.token))).toMatchObject({ status: 403 });
    expect((await enter(query(admission.token))).signals[0]).toBe('join');
    await expect.poll(() => gate.answers('/readyz'), { timeout: 3_000 }).toBe(true);

    await media.nats.startAgain();
    const third = (await join(host, meeting.code)).admission;
    await remove(third.participantIdentity);
    await expect
      .poll(async () => (await enter(query(third.token))).status, { timeout: 15_000, interval: 200 })
      .toBe(403);
  });

  it('asks the media-gateway for all it knows, when it has no snapshot', async () => {
    const other = (await join(host, meeting.code)).admission;
    await remove(other.participantIdentity);
    await refuses(other.token);
    const fresh = await GateProcess.start(media.livekit, media.nats);
    try {
      await expect.poll(() => fresh.answers('/readyz')).toBe(true);
      expect((await fetch(`${fresh.url}/rtc/validate?${query(other.token)}`)).status).toBe(403);
      expect(
        fresh.sources().filter((source) => /\/(@nestjs|typeorm|graphql|rxjs|livekit-server-sdk)\//.test(source)),
      ).toEqual([]);
    } finally {
      await fresh.stop();
    }
  });

  it('says so when LiveKit does not answer', async () => {
    await media.livekit.kill();
    expect(await enter(query(admission.token))).toMatchObject({
      status: 502,
      text: expect.stringContaining('Try again'),
    });
    expect((await fetch(`${gate.url}/rtc/validate?${query(admission.token)}`)).status).toBe(502);
    await media.livekit.startAgain();
  });

  it('ends when it is told to: not ready at once, its sockets closed; and it has never said a token', async () => {
    const { socket } = await enter(query(admission.token));
    const closed = once(socket, 'close');
    expect(await gate.end('SIGTERM')).toBe(0);
    await closed;
    expect([/kept out/.test(gate.said), /eyJ|access_token/.test(gate.said)]).toEqual([true, false]);
    await gate.startAgain();
  });
});
