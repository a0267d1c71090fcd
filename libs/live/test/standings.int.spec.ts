import { topics, type UserId } from '@parley/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LiveFollower } from '../src/index.ts';
import { LiveStage } from './live-stage.ts';
import {
  INBOXES,
  MemoryStandings,
  MemoryStandingSource,
  randomFrom,
  Recorder,
  signFor,
  userNumber,
  type OwnerProcess,
} from './stage/index.ts';

const ann: UserId = userNumber(1);
const topic = topics.inbox(ann);
let stage: LiveStage;
let things: MemoryStandings;
let owner: OwnerProcess;
let wakeUp: (send: () => void) => void;
let epoch: string;
/** Which test runs: what another one delayed is not sent any more. */
let turn = 0;

beforeEach(async () => {
  [wakeUp, epoch] = [(send) => send(), 'epoch-1'];
  things = new MemoryStandings();
  stage = await LiveStage.open();
  owner = await start();
});
afterEach(async () => {
  turn += 1;
  await stage.close();
});

const start = () =>
  stage.owner({
    sources: [new MemoryStandingSource(stage.log, things)],
    wakeUp: (send) => wakeUp(send),
    epoch: () => epoch,
  });
const follow = (gateway: LiveFollower, after?: string) =>
  Recorder.follow(
    gateway,
    { service: 'chat', field: 'inbox', args: after === undefined ? {} : { after }, sign: signFor(stage.signer, ann) },
    ann,
  );
const attached = (recorder: Recorder) => vi.waitFor(() => expect(recorder.isAttached).toBe(true));
const told = ({ deliveries }: Recorder) =>
  deliveries.flatMap(({ event }) =>
    event['__typename'] === 'Moved' ? [`${event['key'] as string}${event['revision'] as number}`] : [],
  );

/** As it stands now, said to Ann. */
function say(
  key: string,
  { revision, moved } = things.things.get(key) ?? { revision: 0, moved: 0 },
  after = stage.log.head(topic),
) {
  const event = { __typename: 'Moved', key };
  owner.publisher.publishStanding('chat', {
    key,
    event,
    under: INBOXES,
    to: [[ann, after, revision, moved, { revision }]],
  });
}
const move = (key: string) => {
  things.move(key);
  say(key);
};
const note = () => {
  const logged = stage.log.commit(topic, () => ({ event: { __typename: 'Noted' } }));
  owner.publisher.publish(topic, [logged]);
};

it('are told as they move to all who follow, and on return once each by pages, as they stand by then', async () => {
  const gateway = await stage.gateway();
  const [phone, desk] = [await follow(gateway), await follow(gateway)];
  await Promise.all([phone, desk].map(attached));
  move('a');
  move('b');
  for (const one of [phone, desk]) await vi.waitFor(() => expect(told(one)).toEqual(['a1', 'b1']));
  phone.following?.stop();
  for (const key of 'cdefghijacdb') move(key);
  const back = await follow(gateway, phone.cursor);
  await attached(back);
  // What was told a moment before it left lies behind its cursor: the owner's own word had not been taken since.
  expect(told(back).toSorted()).toEqual(['a2', 'b2', 'c2', 'd2', 'e1', 'f1', 'g1', 'h1', 'i1', 'j1']);
  expect(back.types.at(-1)).toBe('Ready');
  const again = await follow(await stage.gateway(), back.cursor);
  await attached(again);
  expect(again.types).toEqual(['Ready']);
});

it('are found by the tail check when the word was lost, and told no second time', async () => {
  const one = await follow(await stage.gateway());
  await attached(one);
  wakeUp = () => undefined;
  move('a');
  wakeUp = (send) => send();
  move('b');
  await vi.waitFor(() => expect(told(one)).toEqual(['b1', 'a1']), 3_000);
  say('a');
  say('b');
  const { asked } = things;
  const before = asked.standings;
  await vi.waitFor(() => expect(asked.standings).toBeGreaterThan(before + 2), 3_000);
  expect(told(one)).toEqual(['b1', 'a1']);
});

it('are not told out of order, nor by a word that a broker kept back', async () => {
  const one = await follow(await stage.gateway());
  await attached(one);
  const old = things.move('a');
  move('a');
  say('a', old);
  await vi.waitFor(() => expect(told(one)).toEqual(['a2']));
  const before = things.asked.standings;
  await vi.waitFor(() => expect(things.asked.standings).toBeGreaterThan(before + 2), 3_000);
  say('a', old);
  move('b');
  await vi.waitFor(() => expect(told(one)).toEqual(['a2', 'b1']));
});

it('wait for the event of the log that came before them, and are asked for when they are older than the last', async () => {
  const one = await follow(await stage.gateway());
  await attached(one);
  things.move('a');
  const head = stage.log.head(topic);
  wakeUp = () => undefined;
  note();
  wakeUp = (send) => send();
  say('a');
  await vi.waitFor(() => expect(one.types).toEqual(['Ready', 'Noted', 'Moved']));
  things.move('a');
  say('a', undefined, head);
  await vi.waitFor(() => expect(told(one)).toEqual(['a1', 'a2']), 350);
});

it('go on through a killed owner, and begin anew with another epoch', async () => {
  const gateway = await stage.gateway();
  const one = await follow(gateway);
  await attached(one);
  await owner.kill();
  things.move('a');
  owner = await start();
  await vi.waitFor(() => expect(told(one)).toEqual(['a1']), 5_000);
  await owner.kill();
  epoch = 'epoch-2';
  owner = await start();
  await vi.waitFor(() => expect(one.types).toEqual(['Ready', 'Moved', 'Resync']), 8_000);
  await attached(one);
  await vi.waitFor(() => (move('b'), expect(told(one).at(-1)).toMatch(/^b/)), 3_000);
});

it.each([1, 2, 3])(
  'end as they stand under loss, repetition, delay and returns, and never go back (seed %i)',
  async (seed) => {
    const random = randomFrom(seed);
    const mine = turn;
    const later = (send: () => void, ms: number) => setTimeout(() => turn === mine && send(), ms);
    wakeUp = (send) => {
      if (random() < 0.2) return;
      if (random() < 0.2) later(send, random() * 900);
      else send();
      if (random() < 0.1) later(send, random() * 100);
    };
    const gateways = [await stage.gateway(), await stage.gateway()];
    /** One client: whatever it was told, through all its returns. */
    const clients = await Promise.all(
      [0, 0, 1].map(async (at) => ({
        gateway: gateways[at] as LiveFollower,
        recorders: [await follow(gateways[at] as LiveFollower)],
      })),
    );
    for (let time = 0; time < 300; time += 1) {
      if (random() < 0.1) note();
      else move('abcdefghij'.charAt(random() * 10));
      if (random() < 0.03) {
        const client = clients[Math.floor(random() * 3)] as (typeof clients)[0];
        const last = client.recorders.at(-1) as Recorder;
        await vi.waitFor(() => expect(last.cursor).toBeDefined());
        last.following?.stop();
        client.recorders.push(await follow(client.gateway, last.cursor));
      }
      await new Promise((resolve) => setTimeout(resolve, random() * 10));
    }
    const truth = new Map([...things.things].map(([key, { revision }]) => [key, revision]));
    for (const { recorders } of clients) {
      const ofClient = () => recorders.flatMap((one) => one.deliveries.map(({ event }) => event));
      const last = () =>
        new Map(
          ofClient().flatMap((event) =>
            event['__typename'] === 'Moved' ? [[event['key'], event['revision']] as const] : [],
          ),
        );
      await vi.waitFor(() => expect(last()).toEqual(truth), 5_000);
      const notes = () => ofClient().filter(({ __typename }) => __typename === 'Noted');
      await vi.waitFor(() => expect(notes()).toHaveLength(stage.log.head(topic)), 5_000);
      for (const key of truth.keys()) {
        const revisions = ofClient().flatMap((event) => (event['key'] === key ? [event['revision'] as number] : []));
        expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
      }
    }
    expect(stage.faults).toEqual([]);
  },
);
