import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
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

/** What a row's file says; ratios are of medians within this very run. */
export function summarise(
  row: string,
  title: string,
  { targets, calibration }: Rounds,
  ours: string,
  versions: Record<string, string>,
) {
  const rows = targets.map(({ name, work, rounds }) => ({
    name,
    work,
    deliveriesPerSecond: spreadOfRuns(rounds, ({ deliveries, seconds }) => deliveries / seconds),
    cpuMicrosPerDelivery: spreadOfRuns(rounds, micros),
    p50ms: spreadOfRuns(rounds, ({ p50ms }) => p50ms),
    meterBusy: spreadOfRuns(rounds, ({ busy }) => busy),
    deliveries: rounds.reduce((sum, { deliveries }) => sum + deliveries, 0),
  }));
  const us = rows.find(({ name }) => name === ours);
  const turns = spreadOf(calibration);
  const calibrationSpread = (turns.max - turns.min) / turns.median;
  return {
    row,
    title,
    rows,
    ratios: Object.fromEntries(
      rows
        .filter((one) => us && one !== us)
        .map((one) => [
          `${ours} : ${one.name}`,
          {
            rate: (us?.deliveriesPerSecond.median ?? NaN) / one.deliveriesPerSecond.median,
            cpu: one.cpuMicrosPerDelivery.median / (us?.cpuMicrosPerDelivery.median ?? NaN),
          },
        ]),
    ),
    correctness: 'every member saw every message once, in one order, in every round; else there would be no file',
    // A busy machine moves absolute rates; the ratios above are of medians within interleaved rounds.
    valid: {
      calibrationSpread,
      isSteady: calibrationSpread <= 0.25,
      isMeterFree: rows.every(({ meterBusy }) => meterBusy.max <= 0.9),
    },
    versions,
    machine: { cpu: cpus()[0]?.model, cores: cpus().length, kernel: release(), node: process.version, load: loadavg() },
    command: `npm run bench -- ${row}`,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  };
}

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
