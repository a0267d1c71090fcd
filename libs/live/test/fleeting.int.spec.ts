import type { UserId } from '@parley/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LiveFollower } from '../src/index.ts';
import { LiveStage } from './live-stage.ts';
import {
  MemoryPresence,
  MemoryPresenceSource,
  Recorder,
  signFor,
  userNumber,
  type OwnerProcess,
} from './stage/index.ts';

const [ann, ben, cleo] = [userNumber(1), userNumber(2), userNumber(3)] as [UserId, UserId, UserId];
let stage: LiveStage;
let presence: MemoryPresence;
let owner: OwnerProcess;

const start = () => stage.owner({ service: 'presence', sources: [new MemoryPresenceSource(presence)] });
const watch = (gateway: LiveFollower, ...userIds: UserId[]) =>
  Recorder.follow(
    gateway,
    { service: 'presence', field: 'presenceChanged', args: { userIds }, sign: signFor(stage.signer, ann) },
    ann,
  );
const seen = (recorder: Recorder) =>
  recorder.deliveries.map(({ event }) => `${event['userId'] === ben ? 'ben' : 'cleo'} ${event['availability']}`);

beforeEach(async () => {
  stage = await LiveStage.open();
  presence = new MemoryPresence();
  owner = await start();
});
afterEach(() => stage.close());

it('gives the present value first, then what changes, joined in ticks', async () => {
  presence.set(ben, 'ONLINE');
  const gateway = await stage.gateway();
  const first = await watch(gateway, ben, cleo);
  await vi.waitFor(() => expect(seen(first)).toEqual(['ben ONLINE']));
  for (const state of ['AWAY', 'BUSY', 'AWAY', 'BUSY']) owner.publisher.publishValue(presence.set(ben, state));
  owner.publisher.publishValue(presence.set(cleo, 'ONLINE'));
  await vi.waitFor(() => expect(seen(first)).toEqual(['ben ONLINE', 'ben BUSY', 'cleo ONLINE']));
  const second = await watch(gateway, ben);
  await vi.waitFor(() => expect(seen(second)).toEqual(['ben BUSY']));
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(seen(first).length).toBe(3);
});

it('drops a value whose revision is lower or the same', async () => {
  const old = presence.set(ben, 'ONLINE');
  const watcher = await watch(await stage.gateway(), ben);
  await vi.waitFor(() => expect(watcher.isAttached).toBe(true));
  const present = presence.set(ben, 'AWAY');
  for (const value of [present, old, present]) owner.publisher.publishValue(value);
  await new Promise((resolve) => setTimeout(resolve, 150));
  owner.publisher.publishValue(old);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(seen(watcher)).toEqual(['ben ONLINE', 'ben AWAY']);
});

it('finds a change whose wake-up was lost, with one question for all who watch the same', async () => {
  presence.set(ben, 'ONLINE');
  const gateway = await stage.gateway();
  const watchers = await Promise.all(Array.from({ length: 20 }, () => watch(gateway, ben)));
  await vi.waitFor(() => watchers.forEach((one) => expect(one.isAttached).toBe(true)));
  presence.set(ben, 'AWAY');
  const asked = presence.asked.values;
  await vi.waitFor(() => watchers.forEach((one) => expect(seen(one)).toEqual(['ben ONLINE', 'ben AWAY'])), 6_000);
  expect(presence.asked.values - asked).toBeLessThanOrEqual(2);
});

it('goes on when presence is killed and comes back', async () => {
  presence.set(ben, 'ONLINE');
  const watcher = await watch(await stage.gateway(), ben);
  await vi.waitFor(() => expect(watcher.isAttached).toBe(true));
  await owner.kill();
  presence.set(ben, 'OFFLINE');
  await start();
  await vi.waitFor(() => expect(seen(watcher)).toEqual(['ben ONLINE', 'ben OFFLINE']), 2_000);
  expect(watcher.ended).toBeUndefined();
});

it('is refused for one forbidden id, and ends when one becomes forbidden and the owner is asked again', async () => {
  const gateway = await stage.gateway();
  const watcher = await watch(gateway, ben, cleo);
  presence.hidden.add(cleo);
  await expect(watch(gateway, ben, cleo)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  watcher.following?.reopen();
  await vi.waitFor(() => expect(watcher.ended).toMatchObject({ code: 'NOT_FOUND' }));
  owner.publisher.publishValue(presence.set(ben, 'ONLINE'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(seen(watcher)).toEqual([]);
});
