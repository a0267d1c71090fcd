import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { spreadOf } from '../measure/summary.ts';

const LOOP = `let n = 0, x = 1; const end = performance.now() + 300;
while (performance.now() < end) { for (let i = 0; i < 1e4; i++) x = (x * 48271) % 2147483647; n += 1e4 }
console.log(n / 0.3 + (x < 0 ? 1 : 0));`;

/** Turns of a fixed loop in a second: what this machine gives us just now. */
export function calibrate(): number {
  return Number(execFileSync(process.execPath, ['-e', LOOP], { encoding: 'utf8' }));
}

/** Whether the machine was steady enough through the rounds for the row to count. */
export function steadiness(calibration: readonly number[]) {
  const { median, min, max } = spreadOf(calibration);
  const calibrationSpread = (max - min) / median;
  return { calibrationSpread, isSteady: calibrationSpread <= 0.25 };
}

/** What the figures were taken on. */
export function machineFacts() {
  const memoryGB = Math.round(totalmem() / 1e9);
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memoryGB, kernel: release(), node: process.version };
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  return { machine: { ...machine, load: loadavg() }, commit };
}
