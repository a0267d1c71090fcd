import { expect, test } from '@playwright/test';
import { processesWith } from '@parley/tools/bootstrap/processes.mjs';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { markOfChildren } from '../harness/mark.ts';
import { Starter, WORKSPACE } from '../harness/starter.ts';
import { until } from '../harness/until.ts';

const GONE_WITHIN_MS = 6000;

/** Kills a starter as a crash would, and waits until all its processes are gone too. */
async function killWhole(starter: Starter): Promise<void> {
  const mark = markOfChildren(starter.process.pid ?? 0);
  expect(mark).not.toBe('');
  starter.process.kill('SIGKILL');
  await until(() => processesWith(mark).length === 0, GONE_WITHIN_MS);
  expect(processesWith(mark)).toEqual([]);
}

test('killed while Postgres makes its files, it starts the next time', async () => {
  const first = await Starter.start();
  await first.says('postgres: preparing');
  await until(() => existsSync(join(first.home, 'postgres/unfinished/PG_VERSION')), 5000);
  expect(existsSync(join(first.home, 'postgres/unfinished/PG_VERSION'))).toBe(true);
  expect(existsSync(join(first.home, 'postgres/data'))).toBe(false);
  await killWhole(first);
  const second = await Starter.start({ home: first.home, port: first.port });
  try {
    await second.ready();
    expect(existsSync(join(second.home, 'postgres/unfinished'))).toBe(false);
  } finally {
    await second.dispose();
  }
});

/** What a fresh clone would hold, in a directory that only its owner may enter, as root's home is. */
function freshClone(): string {
  const closed = mkdtempSync(join(tmpdir(), 'parley-closed-'));
  const clone = join(closed, 'parley');
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: WORKSPACE,
  });
  for (const file of listed.toString().split('\0').filter(Boolean)) {
    if (!existsSync(join(WORKSPACE, file))) continue;
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(WORKSPACE, file), join(clone, file));
  }
  return clone;
}

test('a fresh clone in a closed directory, killed while it installs, starts the next time', async () => {
  test.setTimeout(900_000);
  const workspace = freshClone();
  const home = join(workspace, '.parley');
  const first = await Starter.start({ workspace, home });
  await first.says('packages: npm ci');
  await sleep(4000);
  await killWhole(first);
  const second = await Starter.start({ workspace, home, port: first.port });
  try {
    const stack = await second.ready(800_000);
    expect((await fetch(`${stack.url}/readyz`)).status).toBe(200);
    const { installationId } = JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8')) as {
      installationId: string;
    };
    const isRoot = process.getuid?.() === 0;
    const data = isRoot ? `/var/lib/parley/${installationId}/data` : join(home, 'postgres/data');
    expect(existsSync(data)).toBe(true);
    await second.dispose();
    if (isRoot) rmSync(dirname(data), { recursive: true });
  } finally {
    await second.dispose();
    rmSync(dirname(workspace), { recursive: true, force: true });
  }
});
