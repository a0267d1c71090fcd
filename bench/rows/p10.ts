import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Guard } from '@parley/tools/bootstrap/guard.mjs';
import { SERVERS } from '@parley/tools/bootstrap/servers.mjs';
import { cpuSeconds } from '../measure/processes.ts';
import { treeOf } from '../measure/process-tree.ts';
import { spreadOf, versionsOf, write } from '../measure/summary.ts';
import { startLivekitAlone, type LivekitAlone } from '../peers/livekit-alone.ts';
import { joinAnswer } from '../stack/join-answer.ts';
import { calibrate, machineFacts, steadiness } from '../stack/machine.ts';
import { createMeeting, joinMeeting } from '../stack/meetings.ts';
import { freePorts, startParley, type Parley } from '../stack/parley.ts';
import { refreshed, signUpMany, type Person } from '../stack/people.ts';

/** performance.md: at most 1.5 ms, and 5 %, more than LiveKit with a ready token. */
const GOALS = { addedMs: 1.5, addedPart: 0.05 };
const JOINS = 100;
/** Joins of each side before the first round counts. */
const WARM = 30;

const say = (line: string) => process.stderr.write(`${line}\n`);

/** One join with us, in milliseconds: the whole of it and its three parts. */
interface Steps {
  total: number;
  create: number;
  token: number;
  answer: number;
}

/** What one side took for its joins of a round. */
interface Round {
  ours: Steps[];
  alone: number[];
  oursCpuMs: number;
  aloneCpuMs: number;
}

async function joinOurs(parley: Parley, person: Person): Promise<Steps> {
  const begun = performance.now();
  const code = await createMeeting(parley, person);
  const created = performance.now();
  const ticket = await joinMeeting(parley, person, code);
  const admitted = performance.now();
  await joinAnswer(ticket);
  const answered = performance.now();
  return { total: answered - begun, create: created - begun, token: admitted - created, answer: answered - admitted };
}

async function joinAlone(livekit: LivekitAlone): Promise<number> {
  const ticket = livekit.ticket(`room ${performance.now()}`);
  const begun = performance.now();
  await joinAnswer(ticket);
  return performance.now() - begun;
}

const cpuOf = (pid: number) => treeOf(pid).reduce((sum, one) => sum + cpuSeconds(one), 0);

/** Joins one after the other, turn by turn: whatever the machine does meanwhile, it does to both. */
async function oneRound(parley: Parley, person: Person, livekit: LivekitAlone, joins: number): Promise<Round> {
  const round: Round = { ours: [], alone: [], oursCpuMs: 0, aloneCpuMs: 0 };
  const [ours, alone] = [cpuOf(parley.starter), cpuOf(livekit.pid)];
  for (let turn = 0; turn < joins; turn += 1) {
    if (turn % 2) round.alone.push(await joinAlone(livekit));
    round.ours.push(await joinOurs(parley, person));
    if (turn % 2 === 0) round.alone.push(await joinAlone(livekit));
  }
  round.oursCpuMs = ((cpuOf(parley.starter) - ours) / joins) * 1e3;
  round.aloneCpuMs = ((cpuOf(livekit.pid) - alone) / joins) * 1e3;
  return round;
}

/** P10: a meeting made and stored, a token, and the media server's answer; beside LiveKit with a ready token. */
export async function measure({ rounds }: { rounds: number }): Promise<void> {
  const guard = new Guard();
  const home = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  chmodSync(home, 0o711);
  const measured: Round[] = [];
  const calibration: number[] = [];
  let parley: Parley | undefined;
  let livekit: LivekitAlone | undefined;
  try {
    parley = await startParley(home, await freePorts(17), guard.mark);
    livekit = await startLivekitAlone();
    let people = await signUpMany(parley, 1);
    await oneRound(parley, people[0] as Person, livekit, WARM);
    for (let round = 0; round < rounds; round += 1) {
      calibration.push(calibrate());
      people = await refreshed(parley, people);
      const one = await oneRound(parley, people[0] as Person, livekit, JOINS);
      measured.push(one);
      const [ours, alone] = [spreadOf(one.ours.map(({ total }) => total)).median, spreadOf(one.alone).median];
      say(`round ${round + 1}  ours ${ours.toFixed(2)} ms, LiveKit alone ${alone.toFixed(2)} ms (p50)`);
    }
    say(write(resultOf(measured, calibration)));
  } finally {
    await livekit?.stop();
    await parley?.stop();
    await guard.close();
    rmSync(home, { recursive: true, force: true });
  }
}

function resultOf(measured: readonly Round[], calibration: readonly number[]) {
  const p50 = (of: (step: Steps) => number) =>
    spreadOf(measured.map(({ ours }) => spreadOf(ours.map((step) => of(step))).median));
  const alone = spreadOf(measured.map((round) => spreadOf(round.alone).median));
  const total = p50((step) => step.total);
  const answer = p50((step) => step.answer);
  const addedMs = total.median - alone.median;
  const addedPart = addedMs / alone.median;
  return {
    row: 'p10',
    title: 'create meeting (stored) + token → the join answer of the media server, p50 of one caller',
    rows: [
      {
        name: 'parley',
        work: 'createMeeting and joinMeeting over HTTP, then /rtc through gateway and gate; the meeting is in Postgres, the room is made by the media-gateway',
        p50ms: total,
        createMs: p50((step) => step.create),
        tokenMs: p50((step) => step.token),
        answerMs: answer,
        cpuMs: spreadOf(measured.map(({ oursCpuMs }) => oursCpuMs)),
      },
      {
        name: 'livekit with a ready token',
        work: 'the token is signed before the clock runs, the room is made by whoever joins; nothing is stored',
        p50ms: alone,
        cpuMs: spreadOf(measured.map(({ aloneCpuMs }) => aloneCpuMs)),
      },
    ],
    ratios: {
      addedMs,
      addedPart,
      'through our doors : straight to LiveKit, with a ready token': answer.median / alone.median,
    },
    goals: GOALS,
    reached: { addedMs: addedMs <= GOALS.addedMs, addedPart: addedPart <= GOALS.addedPart },
    conditions: { rounds: measured.length, joinsARound: JOINS, callers: 1 },
    correctness:
      'every first word was the join answer, for the identity that the graph had named; else there would be no file',
    valid: steadiness(calibration),
    versions: { ...versionsOf('@livekit/protocol', 'ws', 'fastify'), livekit: SERVERS.livekit.version },
    ...machineFacts(),
    command: `npm run bench -- p10 --rounds=${measured.length}`,
  };
}
