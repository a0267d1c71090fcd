import { execFileSync } from 'node:child_process';
import { meter, type MeterPlan, type Run } from './meter.ts';

/** Something that is measured: the servers it is made of, and how the meter plays its clients. */
export interface Target {
  readonly name: string;
  /** What is done for one delivery, in a sentence. */
  readonly work: string;
  start(): Promise<Running>;
}

export interface Running {
  /** Processes whose CPU counts, as they are now. */
  readonly pids: () => readonly number[];
  readonly plan: MeterPlan;
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

function calibrate(core: number): number {
  return Number(execFileSync('taskset', ['-c', String(core), process.execPath, '-e', LOOP], { encoding: 'utf8' }));
}

/** All targets once a round, beginning with another one each time; servers on one core, the meter on the other. */
export async function interleave(
  targets: readonly Target[],
  count: number,
  say: (line: string) => void,
): Promise<Rounds> {
  const [serverCore, meterCore] = [0, 1];
  const running = new Map<Target, Running>();
  const measured = new Map(
    targets.map((target) => [target, { name: target.name, work: target.work, rounds: [] as Run[] }]),
  );
  const calibration: number[] = [];
  try {
    for (const target of targets) running.set(target, await target.start());
    for (let round = 0; round < count; round++) {
      calibration.push(calibrate(serverCore));
      for (const target of [...targets.slice(round % targets.length), ...targets.slice(0, round % targets.length)]) {
        const { plan, pids } = running.get(target) as Running;
        const run = await meter(meterCore, plan, pids);
        measured.get(target)?.rounds.push(run);
        const rate = Math.round(run.deliveries / run.seconds);
        say(
          `round ${round + 1}  ${target.name}: ${rate}/s, ${micros(run).toFixed(2)} µs CPU, meter ${run.busy.toFixed(2)} busy`,
        );
      }
    }
  } finally {
    for (const one of running.values()) await one.stop();
  }
  return { targets: [...measured.values()], calibration };
}

/** CPU of the servers for one delivery, in microseconds. */
export const micros = ({ cpu, deliveries }: Run): number => (cpu / deliveries) * 1e6;
