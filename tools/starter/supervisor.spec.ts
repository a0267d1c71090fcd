import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTime } from '../bootstrap/processes.mjs';
import { Supervisor, type Part } from './supervisor.ts';

let directory: string;
let supervisor: Supervisor;
let said: string[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'parley-supervisor-'));
  said = [];
  supervisor = new Supervisor({ logs: directory, onChange: () => undefined, say: (line) => said.push(line) });
});
afterEach(async () => {
  supervisor.close();
  await supervisor.stop(['part'], 100);
  rmSync(directory, { recursive: true, force: true });
});

function part(script: string): Part {
  return { name: 'part', command: 'sh', args: ['-c', script], cwd: directory, env: process.env, stopSignal: 'SIGTERM' };
}

const pid = (): number => supervisor.running().get('part')?.pid ?? 0;

test('a killed part is started again at once', async () => {
  supervisor.start(part('exec sleep 60'));
  const first = pid();
  process.kill(first, 'SIGKILL');
  await vi.waitFor(() => expect([0, first]).not.toContain(pid()), 1000);
  expect(said[0]).toMatch(/^part exited \(SIGKILL\); starting it again; log .*part\.log$/);
});

test('a part that keeps exiting is started again after growing pauses', async () => {
  supervisor.start(part('echo no; exit 3'));
  await vi.waitFor(() => expect(supervisor.exitsOf('part')).toBeGreaterThanOrEqual(3), 3000);
  expect(said[0]).toContain('(code 3); starting it again; log');
  expect(said[1]).toContain('starting it again in 0.1 s');
  expect(said[2]).toContain('starting it again in 0.3 s');
  expect(readFileSync(join(directory, 'part.log'), 'utf8')).toMatch(/^no\nno\nno\n/);
});

test('a part that cannot be started is told and tried again', async () => {
  supervisor.start({ ...part(''), command: join(directory, 'nothing') });
  await vi.waitFor(() => expect(said[0]).toContain('ENOENT'), 1000);
});

test('a stopped part stays stopped, and one that will not hear is killed', async () => {
  supervisor.start(part('trap "" TERM; while :; do sleep 0.05; done'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const stubborn = pid();
  await supervisor.stop(['part'], 200);
  expect(startTime(stubborn)).toBeUndefined();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(supervisor.running().size).toBe(0);
});

test('once closed, nothing is started again', async () => {
  supervisor.start(part('exec sleep 60'));
  supervisor.close();
  process.kill(pid(), 'SIGKILL');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(supervisor.running().size).toBe(0);
});
