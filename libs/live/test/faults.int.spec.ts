import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveStage, run } from './live-stage.ts';
import { randomFrom, userNumber, type Recorder } from './stage/index.ts';

let stage: LiveStage;
beforeEach(async () => {
  stage = await LiveStage.open();
  stage.log.add(stage.topic, userNumber(1));
});
afterEach(() => stage.close());

/** Resolves when a follower has everything through the head, and checks that it is one gapless run. */
async function hasAll(recorder: Recorder, first = 2): Promise<void> {
  await vi.waitFor(() => expect(recorder.seqs.at(-1)).toBe(stage.log.head(stage.topic)), {
    timeout: 8_000,
    interval: 20,
  });
  expect(recorder.seqs).toEqual(run(first, stage.log.head(stage.topic)));
}

it.each([1, 2, 3, 4, 5])('is a gapless run under loss, repetition and reordering (seed %i)', async (seed) => {
  const random = randomFrom(seed);
  const held: (() => void)[] = [];
  const owner = await stage.owner({
    wakeUp: (send) => {
      const fate = random();
      if (fate < 0.25) return;
      if (fate < 0.5) held.push(send);
      else send();
      if (fate > 0.85) send();
      if (random() < 0.4) held.splice(Math.floor(random() * held.length), 1).forEach((late) => late());
    },
  });
  const gateways = [await stage.gateway(), await stage.gateway()];
  const followers = await Promise.all(gateways.flatMap((gateway) => [stage.follow(gateway), stage.follow(gateway)]));
  for (let i = 0; i < 300; i++) {
    owner.publisher.publish(stage.topic, [stage.log.say(stage.topic)]);
    if (i % 50 === 0)
      followers.push(await stage.follow(gateways[i % 2] as (typeof gateways)[0], userNumber(1), followers[0]?.cursor));
    if (random() < 0.2) await new Promise((resolve) => setTimeout(resolve, random() * 20));
  }
  for (const follower of followers) {
    const first = follower.seqs[0] as number;
    await hasAll(follower, first);
  }
  expect(stage.faults).toEqual([]);
});

it('finds the last event when its wake-up was lost', async () => {
  await stage.owner();
  const follower = await stage.follow(await stage.gateway());
  await vi.waitFor(() => expect(follower.isAttached).toBe(true));
  stage.log.say(stage.topic);
  await hasAll(follower);
});

it('goes on from the last seq when the broker was killed, wiped and started again', async () => {
  const owner = await stage.owner();
  const follower = await stage.follow(await stage.gateway());
  owner.publisher.publish(stage.topic, [stage.log.say(stage.topic)]);
  await hasAll(follower);
  await stage.nats.kill();
  owner.publisher.publish(stage.topic, [stage.log.say(stage.topic)]);
  stage.log.say(stage.topic);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await stage.nats.start();
  await hasAll(follower);
  owner.publisher.publish(stage.topic, [stage.log.say(stage.topic)]);
  await hasAll(follower);
  expect(follower.types.filter((type) => type !== 'MessageSent')).toEqual(['Ready']);
});

it('goes on from the last seq when the owner was killed and started again', async () => {
  const first = await stage.owner();
  const follower = await stage.follow(await stage.gateway());
  first.publisher.publish(stage.topic, [stage.log.say(stage.topic)]);
  await hasAll(follower);
  await first.kill();
  stage.log.say(stage.topic);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const second = await stage.owner();
  await hasAll(follower);
  second.publisher.publish(stage.topic, [stage.log.say(stage.topic)]);
  await hasAll(follower);
  expect(follower.ended).toBeUndefined();
});

it('loses nothing between history and live while writers go on (trap 13)', async () => {
  const owner = await stage.owner();
  const gateway = await stage.gateway();
  const start = await stage.follow(gateway);
  await vi.waitFor(() => expect(start.cursor).toBeDefined());
  const beginning = start.cursor;
  let isWriting = true;
  const writer = async () => {
    while (isWriting) {
      owner.publisher.publish(stage.topic, [stage.log.say(stage.topic)]);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const writing = [writer(), writer(), writer()];
  const late: Recorder[] = [];
  for (let i = 0; i < 30; i++) {
    // Some are the first of their process, some join those who are there, all from the very beginning.
    late.push(await stage.follow(i % 3 === 0 ? await stage.gateway() : gateway, userNumber(1), beginning));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  isWriting = false;
  await Promise.all(writing);
  expect(stage.log.head(stage.topic)).toBeGreaterThan(500);
  for (const follower of [start, ...late]) await hasAll(follower);
});

it('reads by pages when more came ahead of its turn than it keeps', async () => {
  let isDropping = true;
  const owner = await stage.owner({ wakeUp: (send) => (isDropping ? undefined : send()) });
  const follower = await stage.follow(await stage.gateway());
  await vi.waitFor(() => expect(follower.isAttached).toBe(true));
  owner.publisher.publish(stage.topic, [stage.log.say(stage.topic)]);
  isDropping = false;
  for (let i = 0; i < 3_000; i++) owner.publisher.publish(stage.topic, [stage.log.say(stage.topic, 'x'.repeat(200))]);
  await hasAll(follower);
});
