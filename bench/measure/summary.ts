import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { basename, join } from 'node:path';
import type { Run } from './meter.ts';
import { micros, type Rounds } from './rounds.ts';

/** Median with the least and the most. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return { median: median ?? NaN, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN };
}

const spreadOfRuns = (rounds: readonly Run[], of: (run: Run) => number) => spreadOf(rounds.map(of));

/** What a goal may be held against: ratios of ours to a peer's, or our own figure. */
type Ratio = 'rate' | 'cpu' | 'cpuAboveRest' | 'lastP50' | 'p99' | 'connect';
type Figure = 'cpuMicrosPerDelivery' | 'openCpuMs' | 'openKb' | 'maxMs' | 'framesOfNaive';

/** One line of the goals in `bench/README.md`. */
export interface Goal {
  readonly what: Ratio | Figure;
  /** Beside whom; none for a figure of our own. */
  readonly peer?: string;
  readonly goal: number;
  readonly isLeast: boolean;
}

/** `rate`, `cpu` and `cpuAboveRest` say how many times better we are. */
export const atLeast = (goal: number, what: 'rate' | 'cpu' | 'cpuAboveRest', peer: string): Goal => ({
  what,
  peer,
  goal,
  isLeast: true,
});
/** `lastP50`, `p99` and `connect` are ours over the peer's. */
export const atMost = (goal: number, what: 'lastP50' | 'p99' | 'connect' | Figure, peer?: string): Goal => ({
  what,
  ...(peer === undefined ? {} : { peer }),
  goal,
  isLeast: false,
});

interface OfPresence {
  maxMs?: Spread;
  framesOfNaive?: Spread;
  readsOfNaive?: Spread;
  restingCpu?: Spread;
  cpuMicrosAboveRest?: Spread;
}

/** Of presence alone: the oldest that a view was; frames, and reads of a socket, for each change and watcher; what resting costs. */
const presenceOf = (rounds: readonly Run[]): OfPresence =>
  rounds.every(({ frames }) => frames > 0)
    ? {
        maxMs: spreadOfRuns(rounds, ({ maxMs }) => maxMs),
        framesOfNaive: spreadOfRuns(rounds, ({ frames, deliveries }) => frames / deliveries),
        restingCpu: spreadOfRuns(rounds, ({ restingCpu }) => restingCpu),
        // What is left of the CPU for one delivery without what it costs anyway that everybody is connected.
        cpuMicrosAboveRest: spreadOfRuns(
          rounds,
          ({ cpu, restingCpu, seconds, deliveries }) => ((cpu - restingCpu * seconds) / deliveries) * 1e6,
        ),
        readsOfNaive: spreadOfRuns(rounds, ({ reads, deliveries }) => reads / deliveries),
      }
    : {};

/** What one table of rounds says; ratios are of medians within this very run. */
export function tableOf({ targets, calibration }: Rounds, ours: string, goals: readonly Goal[] = []) {
  const rows = targets.map(({ name, work, rounds }) => ({
    name,
    work,
    deliveriesPerSecond: spreadOfRuns(rounds, ({ deliveries, seconds }) => deliveries / seconds),
    cpuMicrosPerDelivery: spreadOfRuns(rounds, micros),
    cpuMicrosByPart: Object.fromEntries(
      Object.keys(rounds[0]?.cpuOf ?? {}).map((part) => [
        part,
        spreadOfRuns(rounds, ({ cpuOf, deliveries }) => ((cpuOf[part] ?? 0) / deliveries) * 1e6).median,
      ]),
    ),
    // What the servers still did when everybody had everything, of the CPU that they used while it was counted.
    cpuAfterwards: spreadOfRuns(rounds, ({ lateCpu, cpu }) => lateCpu / cpu),
    p50ms: spreadOfRuns(rounds, ({ p50ms }) => p50ms),
    p99ms: spreadOfRuns(rounds, ({ p99ms }) => p99ms),
    lastP50ms: spreadOfRuns(rounds, ({ lastP50ms }) => lastP50ms),
    connectMs: spreadOfRuns(rounds, ({ connectMs }) => connectMs),
    // A member's share of what all handshakes took.
    openCpuMs: spreadOfRuns(rounds, ({ openCpu, members }) => (openCpu / members) * 1e3),
    openKb: spreadOfRuns(rounds, ({ openBytes, members }) => openBytes / members / 1e3),
    ...presenceOf(rounds),
    meterBusy: spreadOfRuns(rounds, ({ busy }) => busy),
    deliveries: rounds.reduce((sum, { deliveries }) => sum + deliveries, 0),
  }));
  type Row = (typeof rows)[number];
  const us = rows.find(({ name }) => name === ours) as Row;
  const ratioTo = (one: Row): Partial<Record<Ratio, number>> => ({
    rate: us.deliveriesPerSecond.median / one.deliveriesPerSecond.median,
    cpu: one.cpuMicrosPerDelivery.median / us.cpuMicrosPerDelivery.median,
    lastP50: us.lastP50ms.median / one.lastP50ms.median,
    p99: us.p99ms.median / one.p99ms.median,
    connect: us.connectMs.median / one.connectMs.median,
    ...(us.cpuMicrosAboveRest && one.cpuMicrosAboveRest
      ? { cpuAboveRest: one.cpuMicrosAboveRest.median / us.cpuMicrosAboveRest.median }
      : {}),
  });
  const ratios = new Map(rows.filter((one) => one !== us).map((one) => [one.name, ratioTo(one)]));
  return {
    rows,
    ratios: Object.fromEntries([...ratios].map(([name, ratio]) => [`${ours} : ${name}`, ratio])),
    goals: goals.map(({ what, peer, goal, isLeast }) => {
      const ofOurs = us as unknown as Partial<Record<string, Spread>>;
      const measured = ofOurs[what]?.median ?? ratios.get(peer ?? '')?.[what as Ratio] ?? NaN;
      return { what, peer, goal, isLeast, measured, reached: isLeast ? measured >= goal : measured <= goal };
    }),
    // A busy machine moves absolute rates; the ratios above are of medians within interleaved rounds.
    valid: {
      ...steadiness(calibration),
      isMeterFree: rows.every(({ meterBusy }) => meterBusy.max <= 0.9),
    },
  };
}

const CORRECT =
  'every member saw every message of its room once, in one order, and what stores had stored as many as were posted, in every round; else there would be no file';

/** What a row's file says. */
export const summarise = (
  row: string,
  title: string,
  rounds: Rounds,
  ours: string,
  versions: Record<string, string>,
  goals: readonly Goal[] = [],
) => ({ row, title, ...tableOf(rounds, ours, goals), correctness: CORRECT, versions, ...factsOfRun() });

/** The same for a row of several tables. */
export const summariseAll = (
  row: string,
  title: string,
  tables: readonly { title: string }[],
  versions: Record<string, string>,
  correctness = CORRECT,
) => ({ row, title, tables, correctness, versions, ...factsOfRun() });

/** How much the machine's own speed varied from round to round; over a quarter the run says nothing. */
export function steadiness(calibration: readonly number[]) {
  const turns = spreadOf(calibration);
  const calibrationSpread = (turns.max - turns.min) / turns.median;
  return { calibrationSpread, isSteady: calibrationSpread <= 0.25 };
}

/** Where and of what a run was made. */
export const factsOfRun = () => ({
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, kernel: release(), node: process.version, load: loadavg() },
  command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
});

export function write(result: { row: string }): string {
  const folder = join(import.meta.dirname, '..', 'results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${result.row}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}

/** Versions of installed packages, by name. */
export function versionsOf(...names: string[]): Record<string, string> {
  const modules = join(import.meta.dirname, '..', '..', 'node_modules');
  return Object.fromEntries(
    names.map((name) => [
      name,
      (JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as { version: string }).version,
    ]),
  );
}

/**
 * Versions of Python's packages in the virtual environment `bench/out/<place>`, by name as the folder of their facts is called.
 *
 * @throws Error when one is not installed
 */
export function pythonVersionsOf(place: string, ...names: string[]): Record<string, string> {
  const packages = globSync(join(import.meta.dirname, '..', 'out', place, 'lib/python*/site-packages/*.dist-info'));
  return Object.fromEntries(
    names.map((name) => {
      const found = packages.map((path) => basename(path, '.dist-info')).find((one) => one.startsWith(`${name}-`));
      if (found === undefined) throw new Error(`${name} is not installed; bench/peers/${place}.mjs says how`);
      return [name, found.slice(name.length + 1)];
    }),
  );
}

/** Versions of Debian's packages, by name. */
export const debianVersionsOf = (...names: string[]): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => [name, execFileSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8' })]),
  );
