import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Guard } from '@parley/tools/bootstrap/guard.mjs';
import { spreadOf, versionsOf, write } from '../measure/summary.ts';
import { buildBareNest, startBareApps } from '../stack/bare-nest.ts';
import { calibrate, machineFacts, steadiness } from '../stack/machine.ts';
import { add, memoryByPart, memoryOf, type Memory } from '../stack/memory.ts';
import { freePorts, startParley, type Parley } from '../stack/parley.ts';
import { ask, follow, refreshed, signUpMany, type Follower, type Person } from '../stack/people.ts';

const GOALS = { nodeOfFiveBare: 0.75, online1000MB: 15 };
const STORED = ['auth', 'contacts', 'presence', 'chat', 'media-gateway'];
const NODE = [...STORED, 'gateway'];
const SETTLE_MS = 8_000;
/** Below the limit of twenty sockets a person. */
const SOCKETS_A_PERSON = 18;
/** Sockets on their way at once. */
const AT_ONCE = 25;

const say = (line: string) => process.stderr.write(`${line}\n`);

interface Round {
  readyMs: number;
  joinMs: number;
  bareReadyMs: number;
  idle: Record<string, Memory>;
  bare: Memory;
  /** With everybody online; the same parts. */
  online: Record<string, Memory>;
  connectMs: number;
}

const sum = (parts: Record<string, Memory>, names = Object.keys(parts)): Memory =>
  names.map((name) => parts[name] as Memory).reduce(add, { rss: 0, pss: 0, own: 0 });

/** A meeting made and joined by one person. @throws Error unless the answer is a token */
async function joinFirstMeeting(parley: Parley, { token }: Person): Promise<void> {
  const create = `mutation ($input: CreateMeetingInput!) { createMeeting(input: $input) { meeting { code } userErrors { code } } }`;
  const { createMeeting } = await ask<{ createMeeting: { meeting: { code: string } } }>(
    parley,
    create,
    { input: { title: 'Bench' } },
    token,
  );
  const join = `mutation ($input: JoinMeetingInput!) { joinMeeting(input: $input) { admission { __typename ... on Admitted { token } } userErrors { code } } }`;
  const { joinMeeting } = await ask<{ joinMeeting: { admission: { token?: string } | null } }>(
    parley,
    join,
    { input: { code: createMeeting.meeting.code } },
    token,
  );
  if (!joinMeeting.admission?.token) throw new Error('the first join was not admitted');
}

async function openAll(parley: Parley, people: readonly Person[], count: number): Promise<Follower[]> {
  const followers: Follower[] = [];
  for (let first = 0; first < count; first += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, offset) =>
      follow(parley, people[(first + offset) % people.length] as Person),
    );
    followers.push(...(await Promise.all(some)));
  }
  return followers;
}

/** Says one thing in a group of everybody: each socket must hear of it once. @throws Error naming how many did not */
async function proveFollowed(parley: Parley, people: readonly Person[], followers: readonly Follower[]): Promise<void> {
  const [author, ...others] = people as [Person, ...Person[]];
  const before = followers.map(({ heard }) => heard.length);
  const start = `mutation ($input: StartConversationInput!) { startConversation(input: $input) { conversation { id } userErrors { code } } }`;
  const input = { memberIds: others.map(({ userId }) => userId), title: 'Everybody' };
  const { startConversation } = await ask<{ startConversation: { conversation: { id: string } } }>(
    parley,
    start,
    { input },
    author.token,
  );
  const send = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } userErrors { code } } }`;
  const message = { conversationId: startConversation.conversation.id, body: 'Are you all there?' };
  await ask(parley, send, { input: message }, author.token);
  const deaf = () => followers.filter(({ heard }, index) => heard.length === before[index]).length;
  for (let waited = 0; deaf() > 0 && waited < 10_000; waited += 50) await sleep(50);
  const closed = followers.filter(({ socket }) => socket.readyState !== socket.OPEN).length;
  if (deaf() > 0 || closed > 0) throw new Error(`${deaf()} sockets heard nothing, ${closed} were closed`);
}

/** P14: idle memory of the whole stack, start to the first join, and memory of a thousand people online. */
export async function measure({ rounds, members }: { rounds: number; members: number }): Promise<void> {
  const guard = new Guard();
  const home = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  chmodSync(home, 0o711);
  const port = await freePorts(22);
  const measured: Round[] = [];
  const calibration: number[] = [];
  let parley: Parley | undefined;
  try {
    await buildBareNest();
    // Once before: the build is cached, the databases are made, and the accounts are there.
    parley = await startParley(home, port, guard.mark);
    let people = await signUpMany(parley, Math.ceil(members / SOCKETS_A_PERSON));
    await parley.stop();
    for (let round = 0; round < rounds; round++) {
      calibration.push(calibrate());
      const begun = performance.now();
      parley = await startParley(home, port, guard.mark);
      const stack = parley;
      [people[0]] = (await refreshed(stack, people.slice(0, 1))) as [Person];
      await joinFirstMeeting(stack, people[0]);
      const joinMs = performance.now() - begun;
      const apps = await startBareApps(STORED, port + 17, stack);
      let idle: Record<string, Memory>;
      let bare: Memory;
      try {
        await sleep(SETTLE_MS);
        idle = memoryByPart(stack.pids, stack.starter);
        bare = memoryOf(apps.pids);
      } finally {
        await apps.stop();
      }
      people = await refreshed(stack, people);
      // Without the bare apps there are fewer to share pages with: what a thousand people cost is counted from here.
      const alone = memoryByPart(stack.pids, stack.starter);
      const connecting = performance.now();
      const followers = await openAll(stack, people, members);
      const connectMs = performance.now() - connecting;
      await sleep(SETTLE_MS);
      const online = subtract(memoryByPart(stack.pids, stack.starter), alone);
      await proveFollowed(stack, people, followers);
      followers.forEach(({ socket }) => socket.terminate());
      measured.push({ readyMs: stack.readyMs, joinMs, bareReadyMs: apps.readyMs, idle, bare, online, connectMs });
      await stack.stop();
      const node = sum(idle, NODE).pss;
      say(
        `round ${round + 1}  first join ${joinMs.toFixed(0)} ms; idle ${sum(idle).pss.toFixed(0)} MB, of it Node ${node.toFixed(0)} (${(node / bare.pss).toFixed(2)}× five bare apps); ${members} online +${sum(online).pss.toFixed(1)} MB`,
      );
    }
    say(write(resultOf(measured, members, calibration)));
  } finally {
    await parley?.stop();
    await guard.close();
    rmSync(home, { recursive: true, force: true });
  }
}

function subtract(after: Record<string, Memory>, before: Record<string, Memory>): Record<string, Memory> {
  return Object.fromEntries(
    Object.entries(after).map(([name, one]) => {
      const was = before[name] ?? { rss: 0, pss: 0, own: 0 };
      return [name, { rss: one.rss - was.rss, pss: one.pss - was.pss, own: one.own - was.own }];
    }),
  );
}

function resultOf(measured: readonly Round[], members: number, calibration: readonly number[]) {
  const over = (of: (round: Round) => number) => spreadOf(measured.map(of));
  const memory = (of: (round: Round) => Memory) => ({
    pssMB: over((round) => of(round).pss),
    ownMB: over((round) => of(round).own),
    rssMB: over((round) => of(round).rss),
  });
  const parts = Object.keys(measured[0]?.idle ?? {});
  const nodeOfFiveBare = over(({ idle, bare }) => sum(idle, NODE).pss / bare.pss);
  const servicesOfFiveBare = over(({ idle, bare }) => sum(idle, STORED).pss / bare.pss);
  const wholeOfFiveBare = over(({ idle, bare }) => sum(idle).pss / bare.pss);
  const online1000MB = over(({ online }) => (sum(online).pss / members) * 1_000);
  return {
    row: 'p14',
    title: 'idle memory, start to the first join, memory of people online; beside five bare Nest apps',
    rows: [
      { name: 'whole stack, idle', ...memory(({ idle }) => sum(idle)) },
      { name: 'our Node processes (five services and the gateway), idle', ...memory(({ idle }) => sum(idle, NODE)) },
      { name: 'our five services, idle', ...memory(({ idle }) => sum(idle, STORED)) },
      { name: 'five bare Nest apps, idle', ...memory(({ bare }) => bare) },
      ...parts.map((part) => ({ name: `part: ${part}, idle`, ...memory(({ idle }) => idle[part] as Memory) })),
      { name: `${members} online, all parts`, ...memory(({ online }) => sum(online)) },
      ...parts.map((part) => ({
        name: `${members} online: ${part}`,
        ...memory(({ online }) => online[part] as Memory),
      })),
    ],
    start: {
      readyMs: over(({ readyMs }) => readyMs),
      firstJoinMs: over(({ joinMs }) => joinMs),
      fiveBareAppsAnswerMs: over(({ bareReadyMs }) => bareReadyMs),
      connectAllMs: over(({ connectMs }) => connectMs),
    },
    ratios: { nodeOfFiveBare, servicesOfFiveBare, wholeOfFiveBare, online1000MB },
    goals: GOALS,
    reached: {
      nodeOfFiveBare: nodeOfFiveBare.median <= GOALS.nodeOfFiveBare,
      online1000MB: online1000MB.median <= GOALS.online1000MB,
    },
    conditions: { members, rounds: measured.length, socketsAPerson: SOCKETS_A_PERSON, settleMs: SETTLE_MS },
    correctness:
      'the join was admitted, each bare app answered, every socket heard of a message; else there would be no file',
    valid: steadiness(calibration),
    versions: versionsOf(
      '@nestjs/core',
      '@nestjs/graphql',
      '@nestjs/microservices',
      'typeorm',
      'fastify',
      'graphql',
      'ws',
    ),
    ...machineFacts(),
    command: `npm run bench -- p14 --rounds=${measured.length} --members=${members}`,
  };
}
