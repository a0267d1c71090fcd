import { expect, test } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Account } from '../harness/account.ts';
import { Attendee } from '../harness/attendee.ts';
import { livekitOf, type Stack } from '../harness/stack.ts';
import { Starter } from '../harness/starter.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });

/** What the ledger may be off by. LiveKit itself tells whole seconds. */
const OFF_BY_MS = 2_000;
const LOOK_MS = 100;
/** LiveKit itself calls somebody gone after twenty seconds without a packet. */
const FOUND_OUT = { timeout: 40_000 };

let starter: Starter;
let stack: Stack;
let host: Account;
let code: string;
const people: Attendee[] = [];
test.beforeAll(async () => {
  test.setTimeout(300_000);
  starter = await Starter.start();
  stack = await starter.ready();
  host = await Account.signUp(stack, 'Ada Lovelace');
  const { meeting } = await host.mutate<{ meeting: { code: string } }>(
    'createMeeting',
    'CreateMeetingInput',
    { title: 'The truth' },
    'meeting { code }',
  );
  ({ code } = meeting);
  people.push(new Attendee('Ada Lovelace', host, code, livekitOf(stack)));
  for (const name of ['Ben Nevis', 'Cleo Vega'])
    people.push(new Attendee(name, await Account.signUp(stack, name), code, livekitOf(stack)));
});
test.afterAll(async () => {
  for (const person of people) await person.vanish();
  await starter.dispose();
});

interface Ledger {
  displayName: string;
  intervals: { joinedAt: string; leftAt: string | null }[];
}

async function ledger(): Promise<Ledger[]> {
  const query = `query ($code: String!) { meeting(code: $code) { attendance(first: 10) { nodes { displayName intervals { joinedAt leftAt } } } } }`;
  const { data } = await host.ask<{ meeting: { attendance: { nodes: Ledger[] } } }>(query, { code });
  return data.meeting.attendance.nodes;
}

const namesIn = async (): Promise<string[]> =>
  (await ledger())
    .filter(({ intervals }) => intervals.at(-1)?.leftAt === null)
    .map(({ displayName }) => displayName)
    .sort();
const trulyIn = (): string[] => people.flatMap(({ name, isIn }) => (isIn ? [name] : [])).sort();

/** Moments, further than `OFF_BY_MS` from any coming or going of that person, at which the ledger says otherwise than the truth. */
async function lies(until: number): Promise<string[]> {
  const written = new Map((await ledger()).map(({ displayName, intervals }) => [displayName, intervals]));
  const from = Math.min(...people.flatMap(({ spans }) => spans.map((span) => span.from))) - 5_000;
  return people.flatMap((person) => {
    const edges = person.spans.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to]));
    const found: string[] = [];
    for (let at = from; at < until; at += LOOK_MS) {
      if (edges.some((edge) => Math.abs(edge - at) <= OFF_BY_MS)) continue;
      const isWritten = (written.get(person.name) ?? []).some(
        ({ joinedAt, leftAt }) => Date.parse(joinedAt) <= at && (leftAt === null || at < Date.parse(leftAt)),
      );
      if (isWritten !== person.wasIn(at))
        found.push(`${person.name} at ${new Date(at).toISOString()}: ${isWritten ? 'written in' : 'written out'}`);
    }
    return found;
  });
}

test('people come, go, and vanish: the ledger is true within two seconds', async () => {
  const [ada, ben, cleo] = people as [Attendee, Attendee, Attendee];
  for (const person of people) await person.enter();
  await sleep(6_000);
  await ben.vanish();
  await cleo.leave();
  await sleep(5_000);
  await cleo.enter();
  await expect.poll(namesIn, FOUND_OUT).toEqual([ada.name, cleo.name]);
  await ben.enter();
  await expect.poll(namesIn, FOUND_OUT).toEqual(trulyIn());
  await sleep(OFF_BY_MS);
  expect(await lies(Date.now() - OFF_BY_MS)).toEqual([]);
});

test('the media server is killed and comes back: so do people, in the same meeting, and the ledger is true', async () => {
  process.kill(starter.pids()['livekit'] as number, 'SIGKILL');
  const killedAt = Date.now();
  await Promise.all(people.map((person) => person.lost(killedAt)));
  // Ben does not come back: nobody but the ledger’s own watch can know that he is gone.
  const [ada, , cleo] = people as [Attendee, Attendee, Attendee];
  await sleep(5_000);
  await Promise.all([ada.enter(), cleo.enter()]);
  await expect.poll(namesIn, FOUND_OUT).toEqual([ada.name, cleo.name]);
  await sleep(OFF_BY_MS);
  expect(await lies(Date.now() - OFF_BY_MS)).toEqual([]);
});
