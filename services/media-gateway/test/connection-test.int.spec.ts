import { newId } from '@parley/persistence';
import type { TestCaller } from '@parley/testing';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { JoinTokenReader } from '../src/gate/join-tokens.ts';
import { testRoomEnd } from '../src/connection-test/test-room.ts';
import { Device } from './device.ts';
import { operations, type UserError } from './documents.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';

const START = `mutation ($input: StartConnectionTestInput!) { startConnectionTest(input: $input) {
  test { url token expiresAt } userErrors { code message field } } }`;
interface Started {
  test: { url: string; token: string; expiresAt: string } | null;
  userErrors: UserError[];
}

let media: MediaUnderTest;
const devices: Device[] = [];
beforeAll(async () => {
  media = await startMedia();
});
afterEach(async () => {
  for (const device of devices.splice(0)) await device.leave();
});
afterAll(() => media?.stop());

const { create, end } = operations(() => media);
const org = newId('organisation');

async function start(caller: TestCaller, input: object = {}): Promise<Started> {
  const { data, errors } = await media.ask<{ startConnectionTest: Started }>(caller, START, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.startConnectionTest;
}
const roomOf = (token: string): string => (decodeJwt(token).video as { room: string }).room;
const testRooms = async () =>
  (await media.rooms.listRooms()).filter(({ name }) => testRoomEnd(name) !== undefined).map(({ name }) => name);

describe('a connection test', () => {
  it('is a room of one’s own in which one can send, that passes the gate, and of which nobody is told', async () => {
    const { test, userErrors } = await start(somebody(org));
    expect(userErrors).toEqual([]);
    const { token = '', url, expiresAt = '' } = test ?? {};
    expect(url).toBe('ws://localhost:4000');
    expect(new Date(expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(61_000);
    expect(await new JoinTokenReader(media.livekit.apiKey, media.livekit.apiSecret).read(token)).toMatchObject({
      room: roomOf(token),
    });
    const device = await Device.enter(media.livekit.url, token);
    devices.push(device);
    expect((await device.publish('CAMERA')).sid).toMatch(/^TR_/);
    expect(await media.rows('SELECT 1 FROM participant')).toEqual([]);
    expect(await media.rows('SELECT 1 FROM attendance')).toEqual([]);
    expect(await media.rows('SELECT 1 FROM outbox')).toEqual([]);
  });

  it('is closed when its time is over, also where the one who opened it has crashed', async () => {
    const { test } = await start(somebody(org));
    const old = `rm_test-${Math.floor(Date.now() / 1_000 - 5).toString(36)}-aaaaaaaaaa`;
    await media.rooms.createRoom({ name: old, emptyTimeout: 300 });
    await media.reconcile();
    expect(await testRooms()).not.toContain(old);
    expect(await testRooms()).toContain(roomOf(test?.token ?? ''));
  });

  it('is five in a minute, each person for themselves; the sixth is told when, and opens nothing', async () => {
    const ada = somebody(org);
    for (let n = 0; n < 5; n += 1) expect((await start(ada)).userErrors).toEqual([]);
    const before = await testRooms();
    const { test, userErrors } = await start(ada);
    expect(test).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'RATE_LIMITED' }]);
    expect(userErrors[0]?.message).toMatch(/in \d+ seconds/);
    expect(await testRooms()).toHaveLength(before.length);
    expect((await start(somebody(org))).userErrors).toEqual([]);
  });

  it('is for guests of a public meeting that goes on, by its code', async () => {
    const host = somebody(org);
    const { meeting } = await create(host, { access: 'PUBLIC' });
    const guest = { ip: '192.0.2.7' };
    const before = await testRooms();
    await expect(start(guest)).rejects.toThrow('UNAUTHENTICATED');
    expect(await start(guest, { code: 'bcd-fghj-kmn' })).toMatchObject({
      test: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['code'] }],
    });
    const inner = await create(host, { access: 'ORGANISATION' });
    await expect(start(guest, { code: inner.meeting.code })).rejects.toThrow('UNAUTHENTICATED');
    expect(await testRooms()).toHaveLength(before.length);
    expect((await start(guest, { code: meeting.code })).test).not.toBeNull();
    await end(host, meeting.id);
    expect((await start(guest, { code: meeting.code })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('is refused while the media server does not answer', async () => {
    await media.livekit.kill();
    expect((await start(somebody(org))).userErrors).toMatchObject([{ code: 'UNAVAILABLE' }]);
    await media.livekit.startAgain();
  });
});
