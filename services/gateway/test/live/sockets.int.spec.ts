import { afterEach, beforeEach, expect, it } from 'vitest';
import { ann, ben, DoorStage, run } from './door-stage.ts';
import { bearer, FOLLOW, RawSocket } from './stage/index.ts';
import { soon } from './soon.ts';

let stage: DoorStage;
beforeEach(async () => {
  stage = await DoorStage.open();
});
afterEach(() => stage.close());

const codeOf = (message: unknown): unknown =>
  (message as { payload: { extensions: { code: string } }[] } | undefined)?.payload[0]?.extensions.code;

it('answers what it cannot follow with an error frame that has a code, and goes on', async () => {
  const [, door] = [await stage.owner(), await stage.door()];
  const socket = await RawSocket.enter(door.ws, bearer(ann));
  const field = 'conversationEvents(conversationId: $id)';
  const one = `subscription S($id: ID!) { ${field} { __typename } }`;
  const bad: Record<string, [query: string, id: string, code: string]> = {
    syntax: ['subscription {', '', 'undefined'],
    unknownField: ['subscription { nothing }', '', 'undefined'],
    twoFields: [`subscription S($id: ID!) { a: ${field} { __typename } b: ${field} { __typename } }`, '', 'undefined'],
    directive: [`subscription S($id: ID!) { ${field} @skip(if: false) { __typename } }`, 'x', 'BAD_USER_INPUT'],
    notMine: [one, 'cnv_00000000000000000000000000000099', 'NOT_FOUND'],
    notServed: ['subscription { presenceChanged(userIds: []) { userId } }', '', 'UNAVAILABLE'],
  };
  for (const [name, [query, id]] of Object.entries(bad)) socket.subscribe(name, query, { id });
  socket.subscribe('noVariable', one);
  const names = [...Object.keys(bad), 'noVariable'];
  await soon(() => names.forEach((name) => expect(socket.of(name).map(({ type }) => type)).toEqual(['error'])));
  for (const [name, [, , code]] of Object.entries(bad))
    expect([name, String(codeOf(socket.of(name)[0]))]).toEqual([name, code]);
  expect(codeOf(socket.of('noVariable')[0])).toBe('BAD_USER_INPUT');
  expect(JSON.stringify(socket.of('notMine')[0])).toContain('requestId');
  socket.subscribe('good', one, { id: stage.conversation });
  await soon(() => expect(socket.of('good')[0]?.type).toBe('next'));
});

it('carries queries and mutations, under the name of whoever is behind the socket', async () => {
  const door = await stage.door();
  const [mine, nobodys] = [await RawSocket.enter(door.ws, bearer(ann)), await RawSocket.enter(door.ws)];
  for (const socket of [mine, nobodys]) socket.subscribe('q', '{ ping }');
  mine.subscribe('m', 'mutation { poke }');
  await soon(() => expect(mine.of('m').map(({ type }) => type)).toEqual(['next', 'complete']));
  expect(mine.of('q')[0]?.payload).toEqual({ data: { ping: ann } });
  await soon(() => expect(nobodys.of('q')[0]?.payload).toEqual({ data: { ping: 'nobody' } }));
});

it('closes for bad bearers: 4403 for an expired one, 4401 for a forged one, and never echoes a token', async () => {
  const door = await stage.door();
  const codes = async (authorization: string) => (await RawSocket.enter(door.ws, authorization)).closed?.code;
  expect(await codes(bearer(ann, -1))).toBe(4403);
  expect(await codes('Bearer forged')).toBe(4401);
  const socket = await RawSocket.enter(door.ws, bearer(ann));
  socket.say({ type: 'ping', payload: { authorization: bearer(ann) } });
  await soon(() => expect(socket.messages.at(-1)).toEqual({ type: 'pong' }));
  socket.say({ type: 'ping', payload: { hello: 1 } });
  await soon(() => expect(socket.messages.at(-1)).toEqual({ type: 'pong', payload: { hello: 1 } }));
  expect(socket.messages).toEqual([
    { type: 'connection_ack' },
    { type: 'pong' },
    { type: 'pong', payload: { hello: 1 } },
  ]);
});

it('closes with 4403 when the token ends, unless a ping has brought another of the same session', async () => {
  const door = await stage.door();
  const renewed = await RawSocket.enter(door.ws, bearer(ann, 400));
  const forgotten = await RawSocket.enter(door.ws, bearer(ann, 400));
  renewed.say({ type: 'ping', payload: { authorization: bearer(ann, 5_000) } });
  await soon(() => expect(forgotten.closed?.code).toBe(4403));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(renewed.closed).toBeUndefined();
  for (const other of [bearer(ben), bearer(ann, 5_000, 'b'), 'Bearer forged']) {
    const socket = await RawSocket.enter(door.ws, bearer(ann));
    socket.say({ type: 'ping', payload: { authorization: other } });
    await soon(() => expect(socket.closed?.code).toBe(4401));
  }
  renewed.say({ type: 'ping', payload: { authorization: bearer(ann, -5) } });
  await soon(() => expect(renewed.closed?.code).toBe(4403));
});

it('closes every socket of a session that has ended with 4401, and no other', async () => {
  const door = await stage.door();
  const [a, b] = [await RawSocket.enter(door.ws, bearer(ann)), await RawSocket.enter(door.ws, bearer(ann, 9_000, 'b'))];
  door.door.revoke(`ses_${'b'.repeat(32)}` as never);
  await soon(() => expect(b.closed?.code).toBe(4401));
  expect(a.closed).toBeUndefined();
});

it('keeps the limits: operations, sockets, documents, ids, message size, time to say hello', async () => {
  const [, door] = [await stage.owner(), await stage.door()];
  const socket = await RawSocket.enter(door.ws, bearer(ann));
  for (let i = 0; i <= 50; i++) socket.subscribe(`o${i}`, FOLLOW, { id: stage.conversation });
  await soon(() =>
    expect(socket.messages.filter(({ type }) => type === 'error').map(codeOf)).toEqual(['RATE_LIMITED']),
  );

  const another = await RawSocket.enter(door.ws, bearer(ben));
  for (let i = 0; i < 5; i++)
    another.subscribe(`d${i}`, FOLLOW.replace('displayName', `displayName other${i}: userId`), {
      id: stage.conversation,
    });
  await soon(() =>
    expect(another.messages.filter(({ type }) => type === 'error').map(codeOf)).toEqual(['RATE_LIMITED']),
  );

  another.subscribe('ids', 'subscription P($ids: [ID!]!) { presenceChanged(userIds: $ids) { userId } }', {
    ids: run(1, 201).map(String),
  });
  await soon(() => expect(codeOf(another.of('ids')[0])).toBe('BAD_USER_INPUT'));

  another.say({ type: 'ping', payload: { much: 'x'.repeat(70_000) } });
  await soon(() => expect(another.closed?.code).toBe(1009));

  const many = await Promise.all(run(1, 20).map(() => RawSocket.enter(door.ws, bearer(stage.member(1)))));
  expect(many.every(({ closed }) => closed === undefined)).toBe(true);
  expect((await RawSocket.enter(door.ws, bearer(stage.member(1)))).closed?.code).toBe(1013);

  const silent = await RawSocket.open(door.ws);
  await soon(() => expect(silent.closed?.code).toBe(4408), 4_000);
});

it('keeps the protocol: no subscribe before the init, no id twice, no other subprotocol', async () => {
  const [, door] = [await stage.owner(), await stage.door()];
  const early = await RawSocket.open(door.ws);
  early.subscribe('1', FOLLOW, { id: stage.conversation });
  await soon(() => expect(early.closed?.code).toBe(4401));
  const twice = await RawSocket.enter(door.ws, bearer(ann));
  twice.subscribe('1', FOLLOW, { id: stage.conversation });
  twice.subscribe('1', FOLLOW, { id: stage.conversation });
  await soon(() => expect(twice.closed?.code).toBe(4409));
  const gone = await RawSocket.enter(door.ws, bearer(ann));
  gone.subscribe('1', FOLLOW, { id: stage.conversation });
  gone.say({ id: '1', type: 'complete' });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(gone.of('1').filter(({ type }) => type !== 'next')).toEqual([]);
  gone.subscribe('1', FOLLOW, { id: stage.conversation });
  await soon(() => expect(gone.of('1').some(({ type }) => type === 'next')).toBe(true));
});

it('completes the operation of somebody who was removed, exactly behind the removal', async () => {
  const [owner, door] = [await stage.owner(), await stage.door()];
  const socket = await RawSocket.enter(door.ws, bearer(ben));
  socket.subscribe('1', FOLLOW, { id: stage.conversation });
  await soon(() => expect(socket.of('1').length).toBe(1));
  stage.say(owner);
  owner.publisher.publish(stage.topic, [stage.log.remove(stage.topic, ben)]);
  stage.say(owner);
  await soon(() => expect(socket.of('1').at(-1)?.type).toBe('complete'));
  const text = socket.of('1').map((message) => JSON.stringify(message));
  expect(text.length).toBe(4);
  expect(text[2]).toContain('MemberRemoved');
  expect(socket.closed).toBeUndefined();
});

it('knows how many are open and how much they follow', async () => {
  const [, process] = [await stage.owner(), await stage.door()];
  const counts = (expected: object) => soon(() => expect(process.door.counts()).toEqual(expected));
  const [one, two] = [await RawSocket.enter(process.ws, bearer(ann)), await RawSocket.enter(process.ws)];
  const mute = await RawSocket.open(process.ws);
  for (const id of ['a', 'b']) one.subscribe(id, FOLLOW, { id: stage.conversation });
  await counts({ sockets: 2, subscriptions: 2 });
  one.say({ type: 'complete', id: 'a' });
  two.ws.close();
  await counts({ sockets: 1, subscriptions: 1 });
  one.ws.terminate();
  mute.ws.terminate();
  await counts({ sockets: 0, subscriptions: 0 });
});
