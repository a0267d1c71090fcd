import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isAlive, processesWith, startTime } from './processes.mjs';

const GUARDED = `
  import { spawn } from 'node:child_process';
  import { Guard } from ${JSON.stringify(join(import.meta.dirname, 'guard.mjs'))};
  const guard = new Guard();
  const start = (env) => spawn('sh', ['-c', 'trap "" TERM INT HUP; sleep 60 & wait'], { detached: true, stdio: 'ignore', env });
  const marked = start({ ...process.env, ...guard.mark });
  const named = start(process.env);
  guard.name(named.pid, 'SIGTERM');
  console.log(JSON.stringify({ pids: [marked.pid, named.pid], mark: Object.entries(guard.mark)[0].join('=') }));
  if (process.argv[1] === 'close') setTimeout(() => guard.close().then(() => process.exit()), 200);
  setInterval(() => undefined, 1000);
`;

async function guarded(argument: string) {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', GUARDED, argument], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve));
  const { pids, mark } = JSON.parse(line.toString()) as { pids: number[]; mark: string };
  const living = pids.map((pid) => ({ pid, started: startTime(pid) ?? '' }));
  expect(living.every(({ pid, started }) => isAlive(pid, started))).toBe(true);
  const left = () => living.filter(({ pid, started }) => isAlive(pid, started)).length + processesWith(mark).length;
  return { parent, left };
}

async function nothingLeft(left: () => number): Promise<void> {
  for (let tries = 0; left() > 0 && tries < 140; tries += 1) await sleep(50);
  expect(left()).toBe(0);
}

test('a killed process takes everything with it that it started, stubborn ones too', async () => {
  const { parent, left } = await guarded('wait');
  parent.kill('SIGKILL');
  await nothingLeft(left);
}, 10_000);

test('closing the guard ends everything before it returns', async () => {
  const { parent, left } = await guarded('close');
  await new Promise((resolve) => parent.once('exit', resolve));
  expect(left()).toBe(0);
}, 10_000);
