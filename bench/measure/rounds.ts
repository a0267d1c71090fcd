import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { meter, type MeterPlan, type Parts, type Run } from './meter.ts';

/** Something that is measured: the servers it is made of, and how the meter plays its clients. */
export interface Target {
  readonly name: string;
  /** What is done for one delivery, in a sentence. */
  readonly work: string;
  start(): Promise<Running>;
}

export interface Running {
  readonly parts: Parts;
  readonly plan: MeterPlan;
  /** Seconds that all stay connected before memory is read and anything is said; 0 unless told. */
  readonly heldSeconds?: number;
  /** What of the plan does not last as long as all rounds: access tokens. Asked before each run. */
  fresh?(): Promise<Partial<MeterPlan>>;
  /** How many messages are stored; those of a run must be there when it ends. */
  stored?(): Promise<number>;
  /** Waits for what comes long after the clients have gone, before it is anybody else's turn. */
  settled?(): Promise<void>;
  stop(): Promise<void>;
}

export interface Measured {
  readonly name: string;
  readonly work: string;
  readonly rounds: Run[];
}

export interface Rounds {
  readonly targets: Measured[];
  /** Turns of a fixed loop in a second, one number a round, on the servers' core. */
  readonly calibration: number[];
}

const LOOP = `let n = 0, x = 1; const end = performance.now() + 300; while (performance.now() < end) { for (let i = 0; i < 1e4; i++) x = (x * 48271) % 2147483647; n += 1e4 } console.log(n / 0.3 + (x < 0 ? 1 : 0))`;

/** Turns of a fixed loop in a second, on this core. */
export function calibrate(core: number): number {
  return Number(execFileSync('taskset', ['-c', String(core), process.execPath, '-e', LOOP], { encoding: 'utf8' }));
}

/** What is told of a run while a row is measured. */
const rateOf = (run: Run): string =>
  `${Math.round(run.deliveries / run.seconds)}/s, ${micros(run).toFixed(2)} µs CPU, meter ${run.busy.toFixed(2)} busy`;

/**
 * All targets once a round, beginning with another one each time; servers on one core, the meter on the other.
 * @param isFresh whether a target's servers are started for each of its runs, alone; otherwise all of them for all rounds
 */
export async function interleave(
  targets: readonly Target[],
  count: number,
  say: (line: string) => void,
  { isFresh = false, describe = rateOf } = {},
): Promise<Rounds> {
  const [serverCore, meterCore] = [0, 1];
  const running = new Map<Target, Running>();
  const measured = new Map(
    targets.map((target) => [target, { name: target.name, work: target.work, rounds: [] as Run[] }]),
  );
  const calibration: number[] = [];
  try {
    if (!isFresh) for (const target of targets) running.set(target, await target.start());
    for (let round = 0; round < count; round++) {
      calibration.push(calibrate(serverCore));
      for (const target of [...targets.slice(round % targets.length), ...targets.slice(0, round % targets.length)]) {
        const servers = running.get(target) ?? (await target.start());
        running.set(target, servers);
        const run = await measureOnce(meterCore, servers);
        measured.get(target)?.rounds.push(run);
        say(`round ${round + 1}  ${target.name}: ${describe(run)}`);
        if (isFresh) {
          await servers.stop();
          running.delete(target);
        }
      }
    }
  } finally {
    for (const one of running.values()) await one.stop();
  }
  return { targets: [...measured.values()], calibration };
}

/**
 * One run, with the meter on this core.
 *
 * @throws Error when a member missed, repeated or misplaced a message, or not just as many are stored as were posted
 */
export async function measureOnce(
  core: number,
  { plan, parts, fresh, stored, settled, heldSeconds }: Running,
): Promise<Run> {
  const before = await stored?.();
  const run = await meter(core, { ...plan, ...(await fresh?.()) }, parts, heldSeconds);
  if (stored && before !== undefined) await untilStored(stored, before + run.posted);
  await settled?.();
  return run;
}

/** @throws Error when not just as many messages are there within five seconds */
async function untilStored(stored: () => Promise<number>, wanted: number): Promise<void> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const there = await stored();
    if (there === wanted) return;
    if (there > wanted || Date.now() > deadline) throw new Error(`not correct: ${there} are stored and not ${wanted}`);
    await sleep(100);
  }
}

/** CPU of the servers for one delivery, in microseconds. */
export const micros = ({ cpu, deliveries }: Run): number => (cpu / deliveries) * 1e6;
