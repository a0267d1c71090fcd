import { connectNats } from '@parley/bus';
import { newId } from '@parley/persistence';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { Device } from './device.ts';
import { operations, type Admission, type Meeting } from './documents.ts';
import { nameOf, signed, somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';

let media: MediaUnderTest;
let meeting: Meeting;
let admission: Admission;
let room: { name: string; sid: string };
const { create, join, end, read } = operations(() => media);
const host = somebody(newId('organisation'));

beforeAll(async () => {
  media = await startMedia();
});
afterAll(() => media.stop());
beforeEach(async () => {
  ({ meeting } = await create(host));
  ({ admission } = await join(host, meeting.code));
  const [row] = await media.rows<{ room_name: string }>('SELECT room_name FROM meeting WHERE code = $1', [
    meeting.code,
  ]);
  room = { name: (row as { room_name: string }).room_name, sid: `RM_${meeting.id}` };
});

const seconds = (offset = 0) => String(Math.floor(Date.now() / 1_000) + offset);
/** LiveKit never gives a SID twice. */
const sidOf = (name: string) => `${name}_${meeting.id.slice(-8)}`;
const participant = (name: string) => ({
  identity: admission.participantIdentity,
  sid: sidOf(name),
  name: 'Mallory',
  joinedAt: seconds(-60),
});
const joined = (name: string) =>
  media.hook({ event: 'participant_joined', room, participant: participant(name), createdAt: seconds(-60) });
const left = (name: string) =>
  media.hook({ event: 'participant_left', room, participant: participant(name), createdAt: seconds() });
const state = async () => (await read(host, meeting.code))?.state;
const stays = () =>
  media.rows<{ sid: string; open: boolean }>(
    `SELECT left(a.participant_sid, 4) AS sid, left_at IS NULL AS open FROM attendance a JOIN meeting m ON m.id = a.meeting_id WHERE m.code = $1 ORDER BY 1`,
    [meeting.code],
  );
const facts = async () =>
  (
    await media.rows<{ subject: string }>(
      `SELECT subject FROM outbox WHERE subject LIKE 'evt.media.participant.%' AND payload ->> 'meetingId' = $1 ORDER BY id`,
      [meeting.id],
    )
  ).map(({ subject }) => subject.split('.')[3]);

describe('the webhook door', () => {
  it('tells who is in, under our name, and who has left', async () => {
    expect(await joined('PA_1')).toBe(204);
    expect(await state()).toBe('LIVE');
    expect((await read(host, meeting.code))?.participants?.nodes).toMatchObject([
      { displayName: nameOf(host.sub), joinedAt: expect.any(String) },
    ]);
    expect(await left('PA_1')).toBe(204);
    expect(await state()).toBe('OPEN');
    expect((await read(host, meeting.code))?.participants?.nodes).toEqual([]);
    expect(await facts()).toEqual(['joined', 'left']);
  });

  it('takes a word twice as one, and a late “left” of an old connection never evicts the new one', async () => {
    for (const sid of ['PA_1', 'PA_1', 'PA_2']) await joined(sid);
    await left('PA_1');
    await left('PA_1');
    await joined('PA_1');
    expect(await stays()).toEqual([
      { sid: 'PA_1', open: false },
      { sid: 'PA_2', open: true },
    ]);
    expect(await state()).toBe('LIVE');
    expect(await facts()).toEqual(['joined']);
  });

  it('notes whose network went as gone with their last packet, and with their last word where they gave one', async () => {
    const silent = () =>
      media.hook({
        event: 'participant_left',
        room,
        participant: { ...participant('PA_1'), disconnectReason: 'CONNECTION_TIMEOUT' },
        createdAt: seconds(),
      });
    const leftAgo = async () => {
      const [row] = await media.rows<{ ago: number }>(
        'SELECT extract(epoch FROM now() - left_at)::float AS ago FROM attendance WHERE participant_sid = $1',
        [sidOf('PA_1')],
      );
      return row?.ago;
    };
    await joined('PA_1');
    await silent();
    expect(await leftAgo()).toBeGreaterThan(19);
    expect(await leftAgo()).toBeLessThan(23);
    await media.rows('DELETE FROM attendance WHERE participant_sid = $1', [sidOf('PA_1')]);
    await joined('PA_1');
    await media.rows(
      `INSERT INTO hearing SELECT organisation_id, id, meeting_id, now() - interval '17.5 seconds', '{}', '{}', '{}', false, false
       FROM participant WHERE meeting_id = (SELECT id FROM meeting WHERE code = $1)`,
      [meeting.code],
    );
    await silent();
    expect(await leftAgo()).toBeGreaterThan(17);
    expect(await leftAgo()).toBeLessThan(18.9);
  });

  it('copes with “left” before “joined”', async () => {
    await left('PA_1');
    await joined('PA_1');
    expect(await stays()).toEqual([{ sid: 'PA_1', open: false }]);
    expect(await facts()).toEqual([]);
  });

  it('closes what a finished room held, and nothing of the room that came after it', async () => {
    await joined('PA_1');
    const after = { ...room, sid: 'RM_after' };
    await media.hook({
      event: 'participant_joined',
      room: after,
      participant: participant('PA_2'),
      createdAt: seconds(),
    });
    await media.hook({ event: 'room_finished', room, createdAt: seconds() });
    expect(await stays()).toEqual([
      { sid: 'PA_1', open: false },
      { sid: 'PA_2', open: true },
    ]);
  });

  it('lets nothing in without LiveKit’s signature over this very body', async () => {
    const event = { event: 'participant_joined', room, participant: participant('PA_1'), createdAt: seconds() };
    const forged = await signed(JSON.stringify(event), { apiKey: media.livekit.apiKey, apiSecret: 'x'.repeat(43) });
    const ofAnother = await signed('{}', media.livekit);
    for (const authorization of ['', 'nonsense', forged, ofAnother, admission.token, `Bearer ${admission.token}`]) {
      expect(await media.hook(event, { authorization })).toBe(401);
      expect(await media.hook(event, { authorization, 'content-type': 'application/json' })).toBe(401);
    }
    expect(await stays()).toEqual([]);
  });

  it('ignores rooms and people that are none of ours', async () => {
    const foreign = { name: 'rm_foreign', sid: 'RM_foreign' };
    const nobody = { ...participant('PA_1'), identity: newId('participant') };
    expect(
      await media.hook({
        event: 'participant_joined',
        room: foreign,
        participant: participant('PA_1'),
        createdAt: seconds(),
      }),
    ).toBe(204);
    expect(await media.hook({ event: 'participant_joined', room, participant: nobody, createdAt: seconds() })).toBe(
      204,
    );
    expect(
      await media.hook({
        event: 'participant_joined',
        room,
        participant: { ...nobody, identity: 'x' },
        createdAt: seconds(),
      }),
    ).toBe(204);
    expect(await stays()).toEqual([]);
  });

  it('closes the room again when somebody slipped in beside the end', async () => {
    await end(host, meeting.id);
    await media.rooms.createRoom({ name: room.name });
    expect(await joined('PA_1')).toBe(204);
    expect(await media.rooms.listRooms([room.name])).toEqual([]);
    expect(await stays()).toEqual([]);
  });
});

describe('LiveKit itself', () => {
  const connect = (token: string) =>
    new WebSocket(`${media.livekit.url.replace('http', 'ws')}/rtc?access_token=${token}&protocol=16&auto_subscribe=1`);

  it('takes our token, and not for a room that has ended', async () => {
    const socket = connect(admission.token);
    await once(socket, 'message');
    const closed = once(socket, 'close');
    await end(host, meeting.id);
    await closed;
    const again = connect(admission.token);
    const [, response] = (await once(again, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(404);
    expect(await media.rooms.listRooms([room.name])).toEqual([]);
  });

  it('has its webhooks understood: its own “room finished” closes what was open', async () => {
    const [real] = await media.rooms.listRooms([room.name]);
    await media.hook({
      event: 'participant_joined',
      room: { name: room.name, sid: real?.sid },
      participant: participant('PA_1'),
      createdAt: seconds(),
    });
    expect(await state()).toBe('LIVE');
    await media.rooms.deleteRoom(room.name);
    await expect.poll(state, { timeout: 5_000 }).toBe('OPEN');
  });
});

describe('reconciliation', () => {
  it('closes stays that LiveKit does not list', async () => {
    await joined('PA_1');
    await media.reconcile();
    expect(await stays()).toEqual([{ sid: 'PA_1', open: false }]);
    expect(await facts()).toEqual(['joined', 'left']);
  });

  it('tells who is in again every five minutes, and at its end that nobody is', async () => {
    const lists = () =>
      media.rows<{ participants: unknown[] }>(
        `SELECT payload -> 'participants' AS participants FROM outbox
         WHERE subject = 'evt.media.participants.listed.v1' AND payload ->> 'meetingId' = $1 ORDER BY id`,
        [meeting.id],
      );
    const device = await Device.enter(media.livekit.url, admission.token);
    const mine = [{ participantId: admission.participantIdentity, userId: host.sub }];
    await expect.poll(state, { timeout: 15_000 }).toBe('LIVE');
    await media.reconcile();
    expect(await lists()).toEqual([{ participants: mine }]);
    const real = performance.now.bind(performance);
    const passes = (ms: number) => vi.spyOn(performance, 'now').mockImplementation(() => real() + ms);
    passes(290_000);
    await media.reconcile();
    expect(await lists()).toHaveLength(1);
    passes(301_000);
    await device.leave();
    await joined('PA_9');
    await media.reconcile();
    expect(await lists()).toEqual([{ participants: mine }, { participants: [] }]);
    vi.restoreAllMocks();
  }, 30_000);

  it('closes rooms of ended meetings', async () => {
    await end(host, meeting.id);
    await media.rooms.createRoom({ name: room.name });
    await media.reconcile();
    expect(await media.rooms.listRooms([room.name])).toEqual([]);
  });

  it('changes nothing while LiveKit is down', async () => {
    await joined('PA_1');
    await media.livekit.kill();
    await expect(media.reconcile()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await state()).toBe('LIVE');
    await media.livekit.startAgain();
    await media.reconcile();
    expect(await state()).toBe('OPEN');
  });
});

describe('names', () => {
  it('follow auth’s facts, and stale ones change nothing', async () => {
    const auth = await connectNats(media.nats.url('auth'), 'auth');
    const tell = async (subject: string, displayName: string, revision: number) => {
      const payload = {
        userId: host.sub,
        organisationId: host.org,
        displayName,
        email: 'x@example.com',
        avatarUrl: null,
        title: null,
        revision,
      };
      const fact = { id: crypto.randomUUID(), organisationId: host.org, at: new Date().toISOString(), payload };
      auth.publish(subject, JSON.stringify(fact));
      await auth.flush();
    };
    const shown = async () => (await read(host, meeting.code))?.participants?.nodes[0]?.displayName;
    await tell('evt.auth.user.updated.v1', 'Ada', 3);
    await expect.poll(shown).toBe('Ada');
    await tell('evt.auth.user.updated.v1', 'Old', 2);
    await tell('evt.auth.user.registered.v1', 'Oldest', 1);
    await sleep(500);
    expect(await shown()).toBe('Ada');
    await auth.close();
  });
});
