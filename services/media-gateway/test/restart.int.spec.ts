import { newId } from '@parley/persistence';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { Device } from './device.ts';
import { operations, type Meeting } from './documents.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';

let media: MediaUnderTest;
let meeting: Meeting;
const { create, join } = operations(() => media);
const org = newId('organisation');
const [host, ada] = [somebody(org), somebody(org)];

beforeAll(async () => {
  media = await startMedia();
});
afterAll(() => media?.stop());
beforeEach(async () => {
  ({ meeting } = await create(host));
});

/** In their order; LiveKit's times are whole seconds, so that two may have come in the same one. */
const stays = () =>
  media.rows<{ participant: string; joined_at: Date; left_at: Date | null }>(
    `SELECT a.participant_id AS participant, joined_at, left_at FROM attendance a JOIN meeting m ON m.id = a.meeting_id WHERE m.code = $1 ORDER BY joined_at, left_at`,
    [meeting.code],
  );
const open = async () => (await stays()).filter(({ left_at }) => left_at === null).length;
const enter = async (caller: typeof host, clientNonce: string): Promise<Device> => {
  const { admission } = await join(caller, meeting.code, { clientNonce });
  return Device.enter(media.livekit.url, admission.token);
};
/** Seconds between two moments, without their sign. */
const apart = (one: Date | null | undefined, other: number) => Math.abs((one?.getTime() ?? 0) - other) / 1_000;

it('a LiveKit that is killed and comes back: everybody left when it went, within a second or two, and comes again', async () => {
  const devices = [await enter(host, 'host'), await enter(ada, 'ada')];
  await expect.poll(open).toBe(2);
  await media.livekit.kill();
  const killedAt = Date.now();
  // Long enough that “when it was found out” and “when it went” are not the same.
  await sleep(4_000);
  await media.livekit.startAgain();
  await expect.poll(open, { timeout: 5_000 }).toBe(0);
  for (const { left_at } of await stays()) expect(apart(left_at, killedAt)).toBeLessThan(2);
  const again = await enter(host, 'host');
  const backAt = Date.now();
  await expect.poll(open).toBe(1);
  const back = (await stays()).at(-1);
  expect(apart(back?.joined_at, backAt)).toBeLessThan(2);
  expect(new Set((await stays()).map(({ participant }) => participant)).size).toBe(2);
  for (const device of [...devices, again]) await device.leave();
});

it('who is back before anybody has looked keeps their stay', async () => {
  const device = await enter(host, 'host');
  await expect.poll(open).toBe(1);
  await media.livekit.kill();
  // Or it would come back by itself, and be put out by the next one: a third stay.
  await device.leave();
  await media.livekit.startAgain();
  const again = await enter(host, 'host');
  await expect.poll(async () => (await stays()).length).toBe(2);
  await expect.poll(open).toBe(1);
  expect((await stays()).at(-1)?.left_at).toBeNull();
  await again.leave();
});
