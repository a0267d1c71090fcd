import { createClient, type Client } from 'graphql-sse';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ann, ben, DoorStage, run } from './door-stage.ts';
import { bearer, Follower, FOLLOW } from './stage/index.ts';
import { soon } from './soon.ts';

let stage: DoorStage;
const clients: Client[] = [];
beforeEach(async () => {
  stage = await DoorStage.open();
});
afterEach(async () => {
  clients.splice(0).forEach((client) => client.dispose());
  await stage.close();
});

function follow(url: string, authorization: () => string, after?: string): Follower {
  const client = createClient({ url, headers: () => ({ authorization: authorization() }), retryAttempts: 0 });
  clients.push(client);
  const follower = new Follower();
  follower.stop = client.subscribe<{ conversationEvents: Parameters<Follower['take']>[0] }>(
    { query: FOLLOW, variables: { id: stage.conversation, after } },
    {
      next: ({ data, errors }) => (data ? follower.take(data.conversationEvents) : (follower.error = errors)),
      error: (error) => (follower.error = error),
      complete: () => (follower.isComplete = true),
    },
  );
  return follower;
}

it('follows and resumes over server-sent events with the client of graphql-sse', async () => {
  const [owner, door] = [await stage.owner(), await stage.door()];
  const first = follow(door.url, () => bearer(ann));
  await soon(() => expect(first.types).toEqual(['Ready']));
  stage.say(owner, 5);
  await soon(() => expect(first.seqs).toEqual(run(3, 7)));
  first.stop();
  stage.say(owner, 3);
  const second = follow(door.url, () => bearer(ann), first.cursor);
  await soon(() => expect(second.types.at(-1)).toBe('Ready'));
  expect(second.seqs).toEqual(run(8, 10));
  stage.say(owner, 1);
  await soon(() => expect(second.seqs).toEqual(run(8, 11)));
});

it('completes when the token ends, when the session has ended, and when the right to read ends', async () => {
  const [owner, door] = [await stage.owner(), await stage.door()];
  const expiring = follow(door.url, () => bearer(ann, 400));
  const revoked = follow(door.url, () => bearer(ann, 9_000, 'b'));
  const removed = follow(door.url, () => bearer(ben, 9_000, 'c'));
  const all = [expiring, revoked, removed];
  await soon(() => all.forEach((one) => expect(one.types).toEqual(['Ready'])));
  door.door.revoke(`ses_${'b'.repeat(32)}` as never);
  owner.publisher.publish(stage.topic, [stage.log.remove(stage.topic, ben)]);
  stage.say(owner);
  await soon(() => all.forEach((one) => expect(one.isComplete).toBe(true)));
  expect(removed.types).toEqual(['Ready', 'MemberRemoved']);
  expect(all.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
});

it('says why it refuses, and answers queries too', async () => {
  const [, door] = [await stage.owner(), await stage.door()];
  const ask = async (query: string, variables: object = {}) => {
    const headers = { authorization: bearer(ann), 'content-type': 'application/json', accept: 'text/event-stream' };
    const answer = await fetch(door.url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    return { type: answer.headers.get('content-type'), text: await answer.text() };
  };
  const refused = await ask(FOLLOW, { id: 'cnv_00000000000000000000000000000099' });
  expect(refused.text).toMatch(/event: next\ndata: .*"NOT_FOUND".*\n\nevent: complete/s);
  expect(refused.text).toContain('requestId');
  expect((await ask('{ nothing }')).text).toMatch(/event: next\ndata: .*Cannot query field/s);
  const answered = await ask('{ ping }');
  expect(answered.text).toContain(`event: next\ndata: {"data":{"ping":"${ann}"}}`);
  expect(answered.type).toBe('text/event-stream; charset=utf-8');
});

it('completes the stream of a reader that is too slow, and never holds more than the ceiling', async () => {
  const [owner, door] = [await stage.owner(), await stage.door({ maxBufferedBytes: 256 * 1024 })];
  const headers = { authorization: bearer(ann), 'content-type': 'application/json', accept: 'text/event-stream' };
  const body = JSON.stringify({ query: FOLLOW, variables: { id: stage.conversation } });
  const response = await fetch(door.url, { method: 'POST', headers, body });
  const before = process.memoryUsage().external;
  for (let i = 0; i < 100; i++) {
    stage.say(owner, 10, 'x'.repeat(16_000));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(process.memoryUsage().external - before).toBeLessThan(64 * 1024 * 1024);
  const text = await response.text();
  const seqs = [...text.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq));
  expect(text.trimEnd().endsWith('event: complete\ndata:')).toBe(true);
  expect(seqs.length).toBeLessThan(1_000);
  const resumed = follow(door.url, () => bearer(ann), [...text.matchAll(/"cursor":"([^"]+)"/g)].at(-1)?.[1]);
  await soon(() => expect(resumed.types.at(-1)).toBe('Ready'), 5_000);
  expect([...seqs, ...resumed.seqs]).toEqual(run(3, 1_002));
});

it('keeps no connection that comes while it is closing, so that the process can end', async () => {
  const [, door] = [await stage.owner(), await stage.door()];
  const headers = { authorization: bearer(ann), 'content-type': 'application/json', accept: 'text/event-stream' };
  const body = JSON.stringify({ query: FOLLOW, variables: { id: stage.conversation } });
  const open = () => fetch(door.url, { method: 'POST', headers, body });
  const streams = await Promise.all([open(), open()]);
  // One is under way when the door begins to close, and the socket has not said hello.
  const underWay = open();
  const socket = new WebSocket(door.ws, 'graphql-transport-ws');
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const closing = door.door.close(300);
  const refused = await open();
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE', requestId: 'one' } }] });
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: bearer(ann) } }));
  expect(await closed).toBe(1012);
  await closing;
  for (const stream of [...streams, await underWay])
    if (stream.status === 200) expect((await stream.text()).trimEnd().endsWith('event: complete\ndata:')).toBe(true);
});
