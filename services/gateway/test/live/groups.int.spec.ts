import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ann, ben, DoorStage, run } from './door-stage.ts';
import { bearer, follow, Follower, FOLLOW } from './stage/index.ts';
import * as payload from '../../src/live/payload.ts';
import { soon } from './soon.ts';

let stage: DoorStage;
beforeEach(async () => {
  stage = await DoorStage.open();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await stage.close();
});

vi.mock('../../src/live/payload.ts', async (original) => {
  const real = await original<typeof payload>();
  return { ...real, payloadOf: vi.fn(real.payloadOf) };
});
const executions = () => vi.mocked(payload.payloadOf).mock.calls.length;

it('runs a selection once per event and group: 200 subscriptions in 50 groups are 50 executions', async () => {
  const [owner, door] = [await stage.owner(), await stage.door()];
  const documents = Array.from({ length: 50 }, (_, i) => i);
  const followers = documents.flatMap((document) => {
    // Four people with one document, fifty documents.
    const query = FOLLOW.replace('{ displayName }', `{ displayName alias${document}: userId }`);
    return [0, 1, 2, 3].map((copy) => {
      const follower = new Follower();
      const client = stage.client(door, bearer(stage.member(document * 4 + copy)));
      client.subscribe<{ conversationEvents: never }>(
        { query, variables: { id: stage.conversation } },
        {
          next: ({ data }) => data && follower.take(data.conversationEvents),
          error: (e) => (follower.error = e),
          complete: () => undefined,
        },
      );
      return follower;
    });
  });
  await soon(() => expect(followers.every((one) => one.types.includes('Ready'))).toBe(true), 10_000);
  const head = stage.log.head(stage.topic);
  vi.mocked(payload.payloadOf).mockClear();
  stage.say(owner, 10);
  await soon(() => expect(followers.every((one) => one.seqs.at(-1) === head + 10)).toBe(true), 5_000);
  expect(executions()).toBe(10 * 50);
  for (const one of followers) expect(one.seqs).toEqual(run(head + 1, head + 10));
});

it('puts those with another cursor, and another list of ids, into the same group', async () => {
  const [owner, door] = [await stage.owner(), await stage.door()];
  const first = follow(stage.client(door), stage.conversation);
  await soon(() => expect(first.types).toEqual(['Ready']));
  stage.say(owner, 2);
  await soon(() => expect(first.seqs.length).toBe(2));
  const second = follow(
    stage.client(door, bearer(ben)),
    stage.conversation,
    await owner.cursors.cursorFor(stage.topic, 1),
  );
  await soon(() => expect(second.types.at(-1)).toBe('Ready'));
  vi.mocked(payload.payloadOf).mockClear();
  stage.say(owner, 5);
  await soon(() => expect(second.seqs).toEqual(run(3, 9)));
  expect(executions()).toBe(5);
});

it('never mixes two audiences, nor two selections', async () => {
  const [owner, door] = [await stage.owner(), await stage.door()];
  stage.log.room(stage.topic).audiences.set(ben, 'host');
  const member = follow(stage.client(door, bearer(ann)), stage.conversation);
  const host = follow(stage.client(door, bearer(ben)), stage.conversation);
  const small: unknown[] = [];
  stage.client(door, bearer(ann)).subscribe(
    {
      query:
        'subscription S($id: ID!) { conversationEvents(conversationId: $id) { ... on MessageSent { message { seq } } } }',
      variables: { id: stage.conversation },
    },
    { next: ({ data }) => small.push(data), error: () => undefined, complete: () => undefined },
  );
  await soon(() => expect([member.types, host.types, small.length]).toEqual([['Ready'], ['Ready'], 1]));
  const whisper = stage.log.say(stage.topic, 'for hosts');
  owner.publisher.publish(stage.topic, [{ ...whisper, audiences: ['host'] }]);
  stage.say(owner);
  await soon(() => expect(host.seqs).toEqual([3, 4]));
  await soon(() => expect(member.seqs).toEqual([4]));
  expect(small).toEqual([{ conversationEvents: {} }, { conversationEvents: { message: { seq: 4 } } }]);
});

it('never mixes tokens of other scopes with a session that sends the same document; the owner refuses one that is too narrow', async () => {
  const owner = await stage.owner({ demands: { conversationEvents: [['chat:read']] } });
  const door = await stage.door();
  const session = follow(stage.client(door, bearer(ann)), stage.conversation);
  const token = follow(stage.client(door, bearer(ann, 300_000, 'b', 'chat:read,people:read')), stage.conversation);
  const narrow = follow(stage.client(door, bearer(ann, 300_000, 'c', 'people:read')), stage.conversation);
  await soon(() => expect([session.types, token.types]).toEqual([['Ready'], ['Ready']]));
  await soon(() =>
    expect(narrow.error).toMatchObject([{ extensions: { code: 'FORBIDDEN', requiredScopes: ['chat:read'] } }]),
  );
  vi.mocked(payload.payloadOf).mockClear();
  stage.say(owner, 3);
  await soon(() => expect([session.seqs, token.seqs]).toEqual([run(3, 5), run(3, 5)]));
  expect(executions()).toBe(3 * 2);
  expect([narrow.types, narrow.seqs]).toEqual([[], []]);
});

it('gives every operation its own id in front of the shared tail', async () => {
  const [owner, door] = [await stage.owner(), await stage.door()];
  const client = stage.client(door);
  const [a, b] = [follow(client, stage.conversation), follow(client, stage.conversation)];
  await soon(() => expect([...a.types, ...b.types]).toEqual(['Ready', 'Ready']));
  // 70 kB: a frame whose length needs eight bytes.
  stage.say(owner, 1, 'é'.repeat(35_000));
  stage.say(owner, 1, 'x'.repeat(200));
  stage.say(owner, 1, 'x');
  await soon(() => expect([a.seqs, b.seqs]).toEqual([run(3, 5), run(3, 5)]));
  a.stop();
  stage.say(owner);
  await soon(() => expect(b.seqs).toEqual(run(3, 6)));
  expect(a.seqs).toEqual(run(3, 5));
});

it('brings a passing word to every socket once, and what was removed before it to nobody', async () => {
  const [owner, door] = [await stage.owner(), await stage.door()];
  const [one, two] = [bearer(ann), bearer(ann)].map((who) => follow(stage.client(door, who), stage.conversation));
  const gone = follow(stage.client(door, bearer(ben)), stage.conversation);
  await soon(() => expect([one, two, gone].every((each) => each?.types.includes('Ready'))).toBe(true));
  const type = () =>
    owner.publisher.publishWord(stage.topic, stage.log.head(stage.topic), { __typename: 'Typing', userId: ann });
  stage.say(owner);
  type();
  await soon(() =>
    expect([one?.types, two?.types, gone.types]).toEqual(Array(3).fill(['Ready', 'MessageSent', 'Typing'])),
  );
  owner.publisher.publish(stage.topic, [stage.log.remove(stage.topic, ben)]);
  type();
  await soon(() => expect(one?.types.slice(3)).toEqual(['MemberRemoved', 'Typing']));
  expect(one?.cursor).toBe(two?.cursor);
  expect(gone.types.slice(3)).toEqual(['MemberRemoved']);
  // Whoever stores a word's cursor goes on from there.
  const again = follow(stage.client(door), stage.conversation, one?.cursor);
  await soon(() => expect(again.types).toEqual(['Ready']));
});
