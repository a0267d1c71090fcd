import { afterEach, beforeEach, expect, it } from 'vitest';
import { ann, DoorStage, run } from './door-stage.ts';
import { bearer, follow, Watched } from './stage/index.ts';
import { soon } from './soon.ts';

let stage: DoorStage;
beforeEach(async () => {
  stage = await DoorStage.open();
  Watched.opened.length = 0;
});
afterEach(() => stage.close());

it('resumes by cursor after the gateway was killed in the middle of events', async () => {
  const [owner, door] = [await stage.owner(), await stage.door()];
  const closes: number[] = [];
  const client = stage.client(door, bearer(ann), closes);
  const followers = [follow(client, stage.conversation), follow(client, stage.conversation)];
  await soon(() => followers.forEach((one) => expect(one.types).toEqual(['Ready'])));
  const { port } = door;
  stage.say(owner, 20);
  await soon(() => expect(followers[0]?.seqs.length).toBeGreaterThan(3));
  await Promise.all([door.kill(), stage.say(owner, 20)]);
  stage.say(owner, 20);
  await stage.door({ port });
  stage.say(owner, 5);
  await soon(() => followers.forEach((one) => expect(one.seqs.at(-1)).toBe(67)), 8_000);
  for (const one of followers) expect(one.seqs).toEqual(run(3, 67));
  expect(closes.length).toBeGreaterThan(0);
});

it('does not touch the socket when the owner is killed and comes back (trap 6)', async () => {
  const [owner, door] = [await stage.owner(), await stage.door()];
  const closes: number[] = [];
  const follower = follow(stage.client(door, bearer(ann), closes), stage.conversation);
  await soon(() => expect(follower.types).toEqual(['Ready']));
  stage.say(owner, 2);
  await owner.kill();
  stage.log.say(stage.topic);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  stage.say(await stage.owner(), 2);
  await soon(() => expect(follower.seqs).toEqual(run(3, 7)), 4_000);
  expect([closes, follower.isComplete, follower.error, Watched.opened.length]).toEqual([[], false, undefined, 1]);
});

it('closes a slow reader above the ceiling, which then resumes by its cursor; others do not wait', async () => {
  const [owner, door] = [await stage.owner(), await stage.door({ maxBufferedBytes: 256 * 1024 })];
  const [slowCloses, fastCloses]: [number[], number[]] = [[], []];
  const slow = follow(stage.client(door, bearer(ann), slowCloses), stage.conversation);
  await soon(() => expect(slow.types).toEqual(['Ready']));
  const socket = Watched.opened[0] as Watched;
  const fast = follow(stage.client(door, bearer(ann), fastCloses), stage.conversation);
  await soon(() => expect(fast.types).toEqual(['Ready']));
  socket.pause();
  for (let i = 0; i < 80; i++) {
    stage.say(owner, 10, 'x'.repeat(16_000));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await soon(() => expect(fast.seqs).toEqual(run(3, 802)), 8_000);
  expect(slow.seqs).toEqual([]);
  socket.resume();
  await soon(() => expect(slow.seqs.at(-1)).toBe(802), 10_000);
  expect(slow.seqs).toEqual(run(3, 802));
  expect(slowCloses).toEqual([1013]);
  expect(fastCloses).toEqual([]);
});

it('reads a long backlog no faster than it is read', async () => {
  const [owner, door] = [await stage.owner(), await stage.door({ maxBufferedBytes: 256 * 1024 })];
  const beginning = await owner.cursors.cursorFor(stage.topic, 2);
  // 24 MB, more than the kernel holds for a socket.
  for (let i = 0; i < 1_500; i++) stage.log.say(stage.topic, 'x'.repeat(16_000));
  const closes: number[] = [];
  const follower = follow(stage.client(door, bearer(ann), closes), stage.conversation, beginning);
  await soon(() => expect(follower.seqs.length).toBeGreaterThan(0));
  const socket = Watched.opened[0] as Watched;
  socket.pause();
  const asked = stage.log.asked.read;
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(stage.log.asked.read - asked).toBeLessThan(30);
  socket.resume();
  await soon(() => expect(follower.types.at(-1)).toBe('Ready'), 10_000);
  expect(follower.seqs).toEqual(run(3, 1_502));
  expect(closes).toEqual([]);
});

it('sends everybody away gently when the process ends: 1012, spread over time', async () => {
  const [, door] = [await stage.owner(), await stage.door()];
  const closes: number[] = [];
  const clients = Array.from({ length: 5 }, () => stage.client(door, bearer(ann), closes));
  const followers = clients.map((client) => follow(client, stage.conversation));
  await soon(() => followers.forEach((one) => expect(one.types).toEqual(['Ready'])));
  const closing = door.door.close(500);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(closes.length).toBeGreaterThan(0);
  expect(closes.length).toBeLessThan(5);
  await closing;
  await soon(() => expect(closes.filter((code) => code === 1012).length).toBe(5));
});
