import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WORKSPACE } from '../harness/starter.ts';
import { until } from '../harness/until.ts';

const FLAGS = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];
/** Postgres is given four seconds to end gently. */
const GONE_WITHIN_MS = 8_000;

/** The processes in a network, by what /proc calls it. */
function processesIn(network: string): number[] {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return pids.map(Number).filter((pid) => networkOf(pid) === network);
}

function networkOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}

/** A file of a process; empty when it has ended. */
function said(pid: number, file: 'cmdline' | 'stat' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

/** Whether a process is the starter, and is stopped, as it is while a part is away. */
function isStoppedStarter(pid: number): boolean {
  const stat = said(pid, 'stat');
  return said(pid, 'cmdline').includes('tools/starter/main.ts') && stat[stat.lastIndexOf(')') + 2] === 'T';
}

test('a chaos run that is killed in the middle of a fault leaves no process behind, and no rule of a firewall', async () => {
  test.skip(process.getuid?.() !== 0, 'without root it has no network of its own to look into');
  const folder = mkdtempSync(join(tmpdir(), 'parley-chaos-'));
  const words = ['--faults=1', '--only=nats', '--away=60', `--folder=${folder}`];
  const run = spawn(process.execPath, [...FLAGS, 'e2e/chaos/main.ts', ...words], { cwd: WORKSPACE, stdio: 'ignore' });
  const own = networkOf(process.pid) ?? '';
  let network = own;
  await until(() => (network = networkOf(run.pid ?? 0) ?? own) !== own, 20_000);
  expect(network, 'a network of its own').not.toBe(own);
  await until(() => processesIn(network).some(isStoppedStarter), 200_000);
  const homes = processesIn(network).flatMap((pid) => /PARLEY_HOME=([^\0]*)/.exec(said(pid, 'environ'))?.[1] ?? []);
  expect(homes.length).toBeGreaterThan(0);
  run.kill('SIGKILL');
  await until(() => processesIn(network).length === 0, GONE_WITHIN_MS);
  const left = processesIn(network).map((pid) => said(pid, 'cmdline').replaceAll('\0', ' '));
  for (const home of new Set([...homes, folder])) rmSync(home, { recursive: true, force: true });
  expect(left, 'with its last process the network is gone, and its rules').toEqual([]);
});
