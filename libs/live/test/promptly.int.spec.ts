import type { UserId } from '@parley/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveStage } from './live-stage.ts';
import { MemorySource, userNumber, type OwnerProcess } from './stage/index.ts';

/** No look at the log but those that something asks for. */
const NEVER = [600_000, 600_000] as const;
const [ann, ben] = [userNumber(1), userNumber(2)] as [UserId, UserId];
let stage: LiveStage;
let isLost = false;

const start = (): Promise<OwnerProcess> =>
  stage.owner({ sources: [new MemorySource(stage.log, NEVER)], wakeUp: (send) => (isLost ? undefined : send()) });
const say = (owner: OwnerProcess) => owner.publisher.publish(stage.topic, [stage.log.say(stage.topic)]);
/** Behind the one look that follows subscribing. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 1_100));

beforeEach(async () => {
  isLost = false;
  stage = await LiveStage.open();
  stage.log.add(stage.topic, ann);
  stage.log.add(stage.topic, ben);
});
afterEach(() => stage.close());

it('reads a gap as soon as the event behind it comes', async () => {
  const owner = await start();
  const follower = await stage.follow(await stage.gateway(), ann);
  await settled();
  isLost = true;
  say(owner);
  say(owner);
  isLost = false;
  const at = performance.now();
  say(owner);
  await vi.waitFor(() => expect(follower.seqs).toEqual([3, 4, 5]), { interval: 5 });
  expect(performance.now() - at).toBeLessThan(500);
});

it('looks at the log when the broker is back, and when the owner is back', async () => {
  const owner = await start();
  const follower = await stage.follow(await stage.gateway(), ann);
  await settled();
  await stage.nats.kill();
  say(owner);
  stage.log.say(stage.topic);
  await stage.nats.start();
  await vi.waitFor(() => expect(follower.seqs).toEqual([3, 4]), 4_000);
  await owner.kill();
  stage.log.say(stage.topic);
  await start();
  await vi.waitFor(() => expect(follower.seqs).toEqual([3, 4, 5]), 2_000);
});

it('looks once more a second after subscribing, because interest travels slowly', async () => {
  await start();
  const follower = await stage.follow(await stage.gateway(), ann);
  await vi.waitFor(() => expect(follower.isAttached).toBe(true));
  stage.log.say(stage.topic);
  await vi.waitFor(() => expect(follower.seqs).toEqual([3]), 2_000);
});

it('does not serve somebody who is back from where the others stand, when these are behind', async () => {
  const owner = await start();
  const gateway = await stage.gateway();
  const a = await stage.follow(gateway, ann);
  const before = await stage.follow(gateway, ben);
  await settled();
  owner.publisher.publish(stage.topic, [stage.log.remove(stage.topic, ben)]); // 3
  await vi.waitFor(() => expect(before.ended).toBeNull());
  isLost = true;
  say(owner); // 4, which Ann's tail has not heard of
  stage.log.add(stage.topic, ben); // 5
  const back = await stage.follow(gateway, ben, before.cursor);
  isLost = false;
  await vi.waitFor(() => expect(back.isAttached).toBe(true));
  say(owner); // 6
  await vi.waitFor(() => expect(a.seqs).toEqual([4, 6]));
  await vi.waitFor(() => expect(back.seqs).toEqual([6]));
  expect(back.types).not.toContain('Resync');
});
