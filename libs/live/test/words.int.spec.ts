import type { UserId } from '@parley/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveStage } from './live-stage.ts';
import { userNumber, type OwnerProcess } from './stage/index.ts';

const [ann, ben] = [userNumber(1), userNumber(2)] as [UserId, UserId];
let stage: LiveStage;
let owner: OwnerProcess;
let isLost = false;

beforeEach(async () => {
  isLost = false;
  stage = await LiveStage.open();
  owner = await stage.owner({ wakeUp: (send) => (isLost ? undefined : send()) });
  for (const one of [ann, ben]) owner.publisher.publish(stage.topic, [stage.log.add(stage.topic, one)]);
});
afterEach(() => stage.close());

const say = () => owner.publisher.publish(stage.topic, [stage.log.say(stage.topic)]);
const type = (after = stage.log.head(stage.topic)) =>
  owner.publisher.publishWord(stage.topic, after, { __typename: 'Typing', userId: ann });

it('reaches who follows, with the cursor of the last event before it, and nobody later', async () => {
  const gateway = await stage.gateway();
  const a = await stage.follow(gateway, ann);
  await vi.waitFor(() => expect(a.isAttached).toBe(true));
  say();
  type();
  say();
  await vi.waitFor(() => expect(a.types).toEqual(['Ready', 'MessageSent', 'Typing', 'MessageSent']));
  const [, first, word, last] = a.deliveries.map(({ event }) => event['cursor'] as string);
  expect(word).toBe(first);
  expect(a.deliveries.map(({ isPassing }) => isPassing === true)).toEqual([false, false, true, false]);
  // Its cursor leads on to what came behind it, also for those who begin there elsewhere.
  const again = await stage.follow(await stage.gateway(), ben, word);
  await vi.waitFor(() => expect(again.types).toEqual(['MessageSent', 'Ready']));
  expect(again.cursor).toBe(last);
});

it('is never heard by somebody who was removed before it, also when nobody was told of that', async () => {
  const gateway = await stage.gateway();
  const [a, b] = [await stage.follow(gateway, ann), await stage.follow(gateway, ben)];
  await vi.waitFor(() => expect(a.isAttached && b.isAttached).toBe(true));
  isLost = true;
  owner.publisher.publish(stage.topic, [stage.log.remove(stage.topic, ben)]);
  isLost = false;
  type();
  await vi.waitFor(() => expect(b.ended).toBeNull(), 3_000);
  type();
  await vi.waitFor(() => expect(a.types.at(-1)).toBe('Typing'));
  expect(b.types).toEqual(['Ready', 'MemberRemoved']);
});

it('of another epoch, of another topic or in words nobody knows changes nothing', async () => {
  const follower = await stage.follow(await stage.gateway(), ann);
  await vi.waitFor(() => expect(follower.isAttached).toBe(true));
  const other = await stage.owner({ epoch: () => 'epoch-2' });
  other.publisher.publishWord(stage.topic, 0, { __typename: 'Typing' });
  owner.publisher.publishWord(`${stage.topic}x`, 0, { __typename: 'Typing' });
  say();
  await vi.waitFor(() => expect(follower.seqs).toEqual([3]));
  expect(follower.types).toEqual(['Ready', 'MessageSent']);
});
