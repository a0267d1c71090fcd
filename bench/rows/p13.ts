import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Guard } from '@parley/tools/bootstrap/guard.mjs';
import { SERVERS } from '@parley/tools/bootstrap/servers.mjs';
import { buildMediaMeter, playMedia, type Kind, type MediaRun } from '../measure/media-meter.ts';
import { spreadOf, versionsOf, write } from '../measure/summary.ts';
import { startLivekitAlone, type LivekitAlone } from '../peers/livekit-alone.ts';
import { livekitOf } from '../stack/crowd.ts';
import { calibrate, machineFacts, steadiness } from '../stack/machine.ts';
import { createMeeting, joinMeeting } from '../stack/meetings.ts';
import { freePorts, startParley, type Parley } from '../stack/parley.ts';
import { refreshed, signUpMany, type Person } from '../stack/people.ts';

/** performance.md: receivers at no more than one per cent of loss for a core of the media server. */
const GOALS = { ofLivekitAlone: 0.99, mostLost: 0.01 };
/** So many that the media server has work and the meter's core is not full. */
const RECEIVERS: Record<Kind, number> = { audio: 40, video: 16, screen: 10 };
const KINDS = Object.keys(RECEIVERS) as Kind[];
const [SERVER_CORE, METER_CORE] = [0, 1];
/** Every receiver has had a key frame by then. */
const WARM_MS = 3_000;

const say = (line: string) => process.stderr.write(`${line}\n`);

/** A media server and tokens for a fresh room of it. */
interface Side {
  name: string;
  url: string;
  pid: number;
  tokens(count: number): Promise<string[]>;
}

function oursOf(parley: Parley, host: () => Promise<Person>): Side {
  return {
    name: 'parley',
    url: livekitOf(parley),
    pid: parley.pids.livekit as number,
    async tokens(count) {
      const person = await host();
      const code = await createMeeting(parley, person);
      const tokens: string[] = [];
      for (let one = 0; one < count; one += 1) tokens.push((await joinMeeting(parley, person, code)).token);
      return tokens;
    },
  };
}

function aloneOf(livekit: LivekitAlone): Side {
  return {
    name: 'livekit alone',
    url: livekit.url,
    pid: livekit.pid,
    async tokens(count) {
      const room = `room ${performance.now()}`;
      return Array.from({ length: count }, () => livekit.ticket(room).token);
    },
  };
}

/** P13: what a receiver costs the media server, with everything of ours around it and alone. */
export async function measure({ rounds, seconds }: { rounds: number; seconds: number }): Promise<void> {
  const guard = new Guard();
  const home = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  chmodSync(home, 0o711);
  const runs = new Map<string, MediaRun[]>();
  const calibration: number[] = [];
  let parley: Parley | undefined;
  let livekit: LivekitAlone | undefined;
  try {
    buildMediaMeter();
    parley = await startParley(home, await freePorts(17), guard.mark);
    livekit = await startLivekitAlone();
    const stack = parley;
    let people = await signUpMany(stack, 1);
    const host = async () => (people = await refreshed(stack, people))[0] as Person;
    const sides = [oursOf(stack, host), aloneOf(livekit)];
    for (const { pid } of sides)
      execFileSync('taskset', ['-apc', String(SERVER_CORE), String(pid)], { stdio: 'ignore' });
    for (let round = 0; round < rounds; round += 1) {
      calibration.push(calibrate());
      for (const kind of KINDS)
        for (let turn = 0; turn < sides.length; turn += 1) {
          const side = sides[(round + turn) % sides.length] as Side;
          const [sender = '', ...receivers] = await side.tokens(RECEIVERS[kind] + 1);
          const plan = { url: side.url, sender, receivers, kind, warmMs: WARM_MS, ms: seconds * 1_000 };
          const run = await playMedia(METER_CORE, plan, side.pid);
          const key = `${side.name}, ${kind}`;
          runs.set(key, [...(runs.get(key) ?? []), run]);
          say(`round ${round + 1}  ${key}: ${perCore(run).toFixed(0)} receivers a core, ${inWords(run)}`);
        }
    }
    say(write(resultOf(runs, rounds, calibration)));
  } finally {
    await livekit?.stop();
    await parley?.stop();
    await guard.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Receivers that a full core would serve, at what each cost in this run. */
const perCore = ({ receivers, cpu, seconds }: MediaRun): number => receivers / (cpu / seconds);
const inWords = ({ arrivedShare, dropped, busy }: MediaRun) =>
  `${(arrivedShare * 100).toFixed(1)} % of the packets arrived, ${dropped} dropped, meter ${busy.toFixed(2)} busy`;

function resultOf(runs: ReadonlyMap<string, MediaRun[]>, rounds: number, calibration: readonly number[]) {
  const of = (name: string, kind: Kind) => runs.get(`${name}, ${kind}`) ?? [];
  const rows = [...runs].map(([name, some]) => ({
    name,
    receivers: some[0]?.receivers,
    receiversPerCore: spreadOf(some.map(perCore)),
    arrivedShare: spreadOf(some.map(({ arrivedShare }) => arrivedShare)),
    dropped: spreadOf(some.map(({ dropped }) => dropped)),
    meterBusy: spreadOf(some.map(({ busy }) => busy)),
    megabitsPerReceiver: spreadOf(some.map(({ bitsPerSecond }) => bitsPerSecond / 1e6)),
  }));
  const ratios = Object.fromEntries(
    KINDS.map((kind) => [
      kind,
      spreadOf(of('parley', kind).map(perCore)).median / spreadOf(of('livekit alone', kind).map(perCore)).median,
    ]),
  );
  return {
    row: 'p13',
    title:
      'receivers a core of the media server serves, one sender: voice, 720p, a shared screen; beside LiveKit alone',
    rows,
    ratios,
    goals: GOALS,
    reached: {
      ofLivekitAlone: Object.values(ratios).every((ratio) => ratio >= GOALS.ofLivekitAlone),
      mostLost: rows.every(({ arrivedShare, dropped }) => arrivedShare.min >= 1 - GOALS.mostLost && dropped.max === 0),
    },
    conditions: { rounds, senders: 1, cores: 'the media servers on core 0, the meter on core 1' },
    correctness:
      'every receiver got media, and by the kernel no datagram was dropped; receivers a core are CPU per receiver turned round, not a ramp',
    valid: { ...steadiness(calibration), isMeterFree: rows.every(({ meterBusy }) => meterBusy.max <= 0.9) },
    versions: { ...versionsOf('ws'), livekit: SERVERS.livekit.version },
    ...machineFacts(),
    command: `npm run bench -- p13 --rounds=${rounds}`,
  };
}
