import type { UserId } from '@parley/contracts';
import { MemoryPresence, MemoryPresenceSource, userNumber, type OwnerProcess } from '@parley/live/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import * as payload from '../../src/live/payload.ts';
import { DoorStage } from './door-stage.ts';
import { soon } from './soon.ts';
import { bearer, type DoorProcess } from './stage/index.ts';

vi.mock('../../src/live/payload.ts', async (original) => {
  const real = await original<typeof payload>();
  return { ...real, payloadOf: vi.fn(real.payloadOf) };
});
const executions = () => vi.mocked(payload.payloadOf).mock.calls.length;

const [WATCHERS, WATCHED, SOCKETS_OF_ONE] = [1_000, 200, 20];
const people = Array.from({ length: WATCHED }, (_, n) => userNumber(n));
const WATCH = 'subscription ($ids: [ID!]!) { presenceChanged(userIds: $ids) { userId availability } }';

/** Somebody with a socket, who counts the frames of what they follow and forgets them. */
class Watcher {
  frames = 0;
  last = '';

  constructor(url: string, who: UserId, id: string, ids: readonly UserId[]) {
    const ws = new WebSocket(url, 'graphql-transport-ws');
    const say = (message: object) => ws.send(JSON.stringify(message));
    ws.once('open', () => say({ type: 'connection_init', payload: { authorization: bearer(who) } }));
    ws.once('message', () => say({ id, type: 'subscribe', payload: { query: WATCH, variables: { ids } } }));
    ws.on('message', (data: Buffer) => {
      if (!data.includes('"next"')) return;
      this.frames += 1;
      this.last = data.toString();
    });
  }
}

let stage: DoorStage;
let owner: OwnerProcess;
let door: DoorProcess;
let watchers: Watcher[];
let narrow: Watcher;
const presence = new MemoryPresence();

beforeAll(async () => {
  stage = await DoorStage.open();
  for (const one of people) presence.set(one, 'OFFLINE');
  owner = await stage.owner({ service: 'presence', sources: [new MemoryPresenceSource(presence)] });
  door = await stage.door({ maxBufferedBytes: 8 * 1024 * 1024 });
  const enter = (n: number, ids: readonly UserId[]) =>
    // Each has another id of its operation, which is the dearest: no frame is the same for two of them.
    new Watcher(door.ws, userNumber(5_000 + Math.floor(n / SOCKETS_OF_ONE)), `operation-${n}`, ids);
  watchers = [];
  for (let n = 0; n < WATCHERS; n += 50) {
    watchers.push(...Array.from({ length: 50 }, (_, more) => enter(n + more, people)));
    await soon(() => expect(watchers.every(({ frames }) => frames === WATCHED)).toBe(true), 60_000);
  }
  narrow = enter(WATCHERS, people.slice(0, 1));
  await soon(() => expect(narrow.frames).toBe(1), 5_000);
}, 120_000);
afterAll(() => stage.close());

const zero = () => {
  for (const one of [...watchers, narrow]) one.frames = 0;
  door.writes = 0;
  vi.mocked(payload.payloadOf).mockClear();
};

describe('1,000 watchers of 200 people', () => {
  it('cost, for 800 changes all over a tick, 200 runs of the selection, 200 frames each, and a write or two a socket', async () => {
    zero();
    for (let first = 0; first < WATCHED; first += WATCHED / 8) {
      for (const word of ['AWAY', 'BUSY', 'AWAY', 'ONLINE'])
        for (const one of people.slice(first, first + WATCHED / 8))
          owner.publisher.publishValue(presence.set(one, word));
      await sleep(8);
    }
    await soon(() => expect(watchers.every(({ frames }) => frames >= WATCHED)).toBe(true), 20_000);
    await sleep(400);
    expect(executions()).toBe(WATCHED);
    expect(watchers.map(({ frames }) => frames)).toEqual(watchers.map(() => WATCHED));
    expect(watchers.every(({ last }) => last.includes('ONLINE'))).toBe(true);
    // Signs of life are writes as well: a tenth of the sockets each second.
    expect(door.writes).toBeLessThan(3 * WATCHERS);
    expect(narrow.frames).toBe(1);
  }, 30_000);

  it('cost, for a change of one, a run, a frame and a write each; for nothing new, nothing', async () => {
    zero();
    owner.publisher.publishValue(presence.set(people[7] as UserId, 'BUSY'));
    await soon(() => expect(watchers.every(({ frames }) => frames === 1)).toBe(true), 5_000);
    expect(executions()).toBe(1);
    expect(narrow.frames).toBe(0);
    zero();
    for (const one of people) owner.publisher.publishValue(presence.values.get(`presence.user.${one}`) as never);
    await sleep(400);
    expect(executions()).toBe(0);
    expect(watchers.every(({ frames }) => frames === 0)).toBe(true);
  }, 15_000);
});
