import { beatDevices } from '@parley/contracts';
import { connectTo } from '@parley/live/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { z } from 'zod';
import { ann, ben, DoorStage } from './door-stage.ts';
import { bearer, RawSocket } from './stage/index.ts';
import { soon } from './soon.ts';

type Beat = z.output<typeof beatDevices.question>;

let stage: DoorStage;
let beats: Beat[];
beforeEach(async () => {
  stage = await DoorStage.open();
  beats = [];
});
afterEach(() => stage.close());

async function presence(answer: () => object): Promise<() => Promise<void>> {
  const nats = await connectTo(stage.nats.url);
  nats.subscribe(beatDevices.subject, {
    callback: (_, message) => {
      beats.push(beatDevices.question.parse(message.json()));
      message.respond(JSON.stringify({ answer: answer() }));
    },
  });
  await nats.flush();
  return () => nats.close();
}

const peopleIn = (devices: Beat['opened'] | undefined) => devices?.map(({ userId }) => userId).sort();

it('beats for signed-in sockets: all of them first, then who came, who went and who signed out', async () => {
  const stop = await presence(() => ({ wantsAll: false }));
  const door = await stage.door();
  const [a, b] = [await RawSocket.enter(door.ws, bearer(ann)), await RawSocket.enter(door.ws, bearer(ben, 9_000, 'b'))];
  await RawSocket.enter(door.ws);
  await soon(() => expect(peopleIn(beats[0]?.all)).toEqual([ann, ben]), 3_000);
  a.ws.close();
  door.door.revoke(`ses_${'b'.repeat(32)}` as never);
  await soon(() => expect(b.closed?.code).toBe(4401));
  await soon(() => expect(beats[1]?.closed.map(({ signedOut }) => signedOut).sort()).toEqual([false, true]), 3_000);
  expect(beats[1]?.all).toBeUndefined();
  expect(new Set(beats.map(({ instanceId }) => instanceId)).size).toBe(1);
  await door.door.close(0);
  expect(beats.at(-1)?.leaving).toBe(true);
  await stop();
});

it('tells of a device that nobody touches, by the word of the socket itself: in a beat, and at once when somebody is back', async () => {
  const stop = await presence(() => ({ wantsAll: false }));
  const door = await stage.door();
  const idle = await RawSocket.open(door.ws);
  idle.say({ type: 'connection_init', payload: { authorization: bearer(ann), idle: true } });
  const one = await RawSocket.enter(door.ws, bearer(ben));
  await soon(() => expect(beats[0]?.all?.map(({ isIdle }) => isIdle)).toEqual([true, false]), 3_000);
  one.say({ type: 'ping', payload: { idle: true } });
  await soon(() => expect(beats.at(-1)?.idled).toMatchObject([{ isIdle: true }]), 3_000);
  await soon(() => expect(one.messages.at(-1)?.type).toBe('pong'));
  const before = beats.length;
  // What is no answer to the question changes nothing.
  for (const payload of [{ idle: 'no' }, {}, undefined]) one.say({ type: 'ping', payload });
  idle.say({ type: 'ping', payload: { idle: false } });
  one.say({ type: 'ping', payload: { idle: false } });
  await soon(() => expect(beats.length).toBe(before + 1), 600);
  expect(beats.at(-1)?.idled.map(({ isIdle }) => isIdle)).toEqual([false, false]);
  // Said again it is no news, and the next beat comes in its own time.
  for (let n = 0; n < 20; n++) one.say({ type: 'ping', payload: { idle: n % 2 === 0 } });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(beats.length).toBeLessThanOrEqual(before + 3);
  await stop();
});

it('says everything again to a presence that was away or asks for it', async () => {
  let wantsAll = true;
  const door = await stage.door();
  await RawSocket.enter(door.ws, bearer(ann));
  const gone = await RawSocket.enter(door.ws, bearer(ben));
  await new Promise((resolve) => setTimeout(resolve, 2_200));
  gone.ws.close();
  const stop = await presence(() => ({ wantsAll }));
  await soon(() => expect(peopleIn(beats.at(-1)?.all)).toEqual([ann]), 6_000);
  const count = beats.length;
  await soon(() => expect(beats.length).toBeGreaterThan(count), 4_000);
  expect(peopleIn(beats.at(-1)?.all)).toEqual([ann]);
  wantsAll = false;
  await soon(() => expect(beats.at(-1)?.all).toBeUndefined(), 6_000);
  await stop();
});
