import type { UserId } from '@parley/contracts';
import { hashOfArguments } from '@parley/identity';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveStage, run } from './live-stage.ts';
import { claimKey, conversationNumber, Recorder, signFor, userNumber, type OwnerProcess } from './stage/index.ts';

const [ann, ben] = [userNumber(1), userNumber(2)] as [UserId, UserId];
let stage: LiveStage;
let owner: OwnerProcess;
let isLost = false;

beforeEach(async () => {
  isLost = false;
  stage = await LiveStage.open();
  owner = await stage.owner({ wakeUp: (send) => (isLost ? undefined : send()) });
  tell(stage.log.add(stage.topic, ann));
  tell(stage.log.add(stage.topic, ben));
});
afterEach(() => stage.close());

function tell(event: ReturnType<LiveStage['log']['say']>): void {
  owner.publisher.publish(stage.topic, [event]);
}

const say = () => tell(stage.log.say(stage.topic));

it.each([
  ['and was told', false],
  ['and was not told', true],
])('ends exactly with the removal of somebody who was removed %s', async (_, lost) => {
  const gateway = await stage.gateway();
  const [a, b] = [await stage.follow(gateway, ann), await stage.follow(gateway, ben)];
  await vi.waitFor(() => expect(a.isAttached && b.isAttached).toBe(true));
  say();
  await vi.waitFor(() => expect(b.seqs).toEqual([3]));
  isLost = lost;
  say();
  tell(stage.log.remove(stage.topic, ben));
  say();
  say();
  await vi.waitFor(() => expect(a.seqs).toEqual([3, 4, 6, 7]), 3_000);
  expect(b.seqs).toEqual([3, 4]);
  expect(b.types.at(-1)).toBe('MemberRemoved');
  expect(b.ended).toBeNull();
  expect(a.ended).toBeUndefined();
  await expect(stage.follow(gateway, ben)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('never gives what was said between removal and return: not live, not as backlog', async () => {
  const gateway = await stage.gateway();
  const early = await stage.follow(gateway, ben);
  const a = await stage.follow(gateway, ann);
  await vi.waitFor(() => expect(early.cursor).toBeDefined());
  const beginning = early.cursor;
  say(); // 3
  tell(stage.log.remove(stage.topic, ben)); // 4
  for (let i = 0; i < 20; i++) say(); // 5–24
  tell(stage.log.add(stage.topic, ben)); // 25
  say(); // 26
  await vi.waitFor(() => expect(early.ended).toBeNull());
  // One joins the tail that Ann keeps, the other has a gateway to itself.
  for (const place of [gateway, await stage.gateway()]) {
    const again = await stage.follow(place, ben, beginning);
    await vi.waitFor(() => expect(again.isAttached).toBe(true));
    say();
    const head = stage.log.head(stage.topic);
    await vi.waitFor(() => expect(again.seqs.at(-1)).toBe(head));
    expect(again.seqs).toEqual([3, ...run(26, head)]);
    expect(again.types.filter((type) => type.startsWith('Member'))).toEqual(['MemberRemoved', 'MemberAdded']);
    again.following?.stop();
  }
  await vi.waitFor(() => expect(a.seqs).toEqual([3, ...run(5, 24), 26, 27, 28]));
});

it('marks the head: at once without a cursor, behind the backlog with one', async () => {
  const gateway = await stage.gateway();
  const first = await stage.follow(gateway, ann);
  await vi.waitFor(() => expect(first.types).toEqual(['Ready']));
  const { cursor } = first;
  say();
  say();
  await vi.waitFor(() => expect(first.seqs).toEqual([3, 4]));
  const second = await stage.follow(await stage.gateway(), ann, cursor);
  await vi.waitFor(() => expect(second.types).toEqual(['MessageSent', 'MessageSent', 'Ready']));
  const third = await stage.follow(gateway, ann, second.cursor);
  await vi.waitFor(() => expect(third.types).toEqual(['Ready']));
});

it('refuses cursors that are made up, changed or of another topic', async () => {
  const gateway = await stage.gateway();
  const other = await owner.cursors.cursorFor('chat.conversation.other', 1);
  const good = await owner.cursors.cursorFor(stage.topic, 1);
  const changed = Buffer.from(good, 'base64url');
  changed.writeUInt8(changed.readUInt8(24) ^ 1, 24);
  for (const bad of ['', 'x', other, changed.toString('base64url'), `${good}AAAA`])
    await expect(stage.follow(gateway, ann, bad)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(stage.follow(gateway, ann, good)).resolves.toBeDefined();
});

it('says Resync, with a cursor that is good, to cursors too old, beyond the head, or of another epoch', async () => {
  const gateway = await stage.gateway();
  for (let i = 0; i < 10; i++) say();
  const beyond = await owner.cursors.cursorFor(stage.topic, 99);
  const old = await owner.cursors.cursorFor(stage.topic, 1);
  stage.log.room(stage.topic).oldest = 8;
  for (const cursor of [beyond, old]) {
    const follower = await stage.follow(gateway, ann, cursor);
    await vi.waitFor(() => expect(follower.types).toEqual(['Resync']));
    const again = await stage.follow(gateway, ann, follower.cursor);
    await vi.waitFor(() => expect(again.types).toEqual(['Ready']));
    again.following?.stop();
    follower.following?.stop();
  }
});

it('opens everything again when the log has become another one, and says so once', async () => {
  const gateway = await stage.gateway();
  const follower = await stage.follow(gateway, ann);
  say();
  await vi.waitFor(() => expect(follower.seqs).toEqual([3]));
  await owner.kill();
  const restored = await stage.owner({ epoch: () => 'epoch-2' });
  restored.publisher.publish(stage.topic, [stage.log.say(stage.topic)]);
  await vi.waitFor(() => expect(follower.types).toEqual(['Ready', 'MessageSent', 'Resync']), 4_000);
  restored.publisher.publish(stage.topic, [stage.log.say(stage.topic)]);
  await vi.waitFor(() => expect(follower.seqs).toEqual([3, 5]));
  expect(follower.ended).toBeUndefined();
});

it('believes claims for these very arguments only', async () => {
  const gateway = await stage.gateway();
  const args = { conversationId: stage.conversation };
  const ask = (sign: ReturnType<typeof signFor>) =>
    Recorder.follow(gateway, { service: 'chat', field: 'conversationEvents', args, sign }, ann);
  const good = signFor(stage.signer, ann);
  const elsewhere = hashOfArguments('conversationEvents', { conversationId: conversationNumber(2) });
  const { signer: stranger } = await claimKey();
  await expect(ask((service) => good(service, elsewhere))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(ask((_, hash) => good('presence', hash))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(ask(signFor(stranger, ann))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(ask(good)).resolves.toBeDefined();
});

it('moves to another audience when the owner is asked again, and keeps two audiences apart', async () => {
  const gateway = await stage.gateway();
  const [a, b] = [await stage.follow(gateway, ann), await stage.follow(gateway, ben)];
  await vi.waitFor(() => expect(a.isAttached && b.isAttached).toBe(true));
  const whisper = () =>
    tell(
      stage.log.commit(stage.topic, (seq) => ({
        audiences: ['host'],
        event: { __typename: 'MessageSent', message: { seq } },
      })),
    );
  whisper();
  say();
  await vi.waitFor(() => expect(b.seqs).toEqual([4]));
  stage.log.room(stage.topic).audiences.set(ben, 'host');
  b.following?.reopen();
  const asked = stage.log.asked.open;
  await vi.waitFor(() => expect(stage.log.asked.open).toBeGreaterThan(asked));
  await vi.waitFor(() => expect(b.isAttached).toBe(true));
  await new Promise((resolve) => setTimeout(resolve, 50));
  whisper();
  say();
  await vi.waitFor(() => expect(b.seqs).toEqual([4, 5, 6]));
  expect(a.seqs).toEqual([4, 6]);
  expect(b.types.filter((type) => type !== 'MessageSent')).toEqual(['Ready']);
});

it('ends with the refusal when access is gone without a word in the log', async () => {
  const follower = await stage.follow(await stage.gateway(), ben);
  await vi.waitFor(() => expect(follower.isAttached).toBe(true));
  stage.log.room(stage.topic).intervals.delete(ben);
  follower.following?.reopen();
  await vi.waitFor(() => expect(follower.ended).toMatchObject({ code: 'NOT_FOUND' }));
});

it('asks for a log once, however many follow it', async () => {
  const gateway = await stage.gateway();
  await stage.follow(gateway, ann);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const before = stage.log.asked.read;
  await Promise.all(Array.from({ length: 50 }, () => stage.follow(gateway, ann)));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(stage.log.asked.read - before).toBeLessThanOrEqual(3);
});

it('gets another grant when one has expired, and goes on', async () => {
  const follower = await stage.follow(await stage.gateway(), ann);
  await vi.waitFor(() => expect(follower.isAttached).toBe(true));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 16 * 60_000 });
  try {
    isLost = true;
    const asked = stage.log.asked.open;
    say();
    await vi.waitFor(() => expect(follower.seqs).toEqual([3]), 3_000);
    expect(stage.log.asked.open).toBe(asked + 1);
    say();
    await vi.waitFor(() => expect(follower.seqs).toEqual([3, 4]), 3_000);
    expect([stage.log.asked.open, follower.ended]).toEqual([asked + 1, undefined]);
  } finally {
    vi.useRealTimers();
  }
});
