import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { Account, PASSWORD } from '../harness/account.ts';
import { patternOf, stepsOf } from '../harness/quickstart.ts';
import { stack } from '../harness/stack.ts';
import { Starter } from '../harness/starter.ts';
import { until } from '../harness/until.ts';

const workspace = resolve(import.meta.dirname, '../..');
const RESUME = join(workspace, 'docs/api/examples/resume.mjs');
const MARK = '----- end of a step -----';

test('the quickstart’s commands do what it says, as they stand', async () => {
  test.setTimeout(120_000);
  const here = stack();
  const steps = stepsOf(readFileSync(join(workspace, 'docs/api/quickstart.md'), 'utf8'));
  expect(steps.filter(({ expected }) => expected !== undefined).length).toBeGreaterThan(7);
  const me = await Account.signUp(here, 'Quick Starter');
  const files = mkdtempSync(join(tmpdir(), 'quickstart-'));
  try {
    const script = steps.map(({ commands }) => `${commands}\necho; echo '${MARK}'\n`).join('');
    const env = {
      ...process.env,
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      PARLEY: here.url,
      EMAIL: me.email,
      PASSWORD,
    };
    // The files it writes go to a folder of its own; what it reads of ours is there as in a checkout.
    const linked = `ln -s ${workspace}/docs docs; ln -s ${workspace}/node_modules node_modules\n`;
    const { stdout } = await promisify(execFile)('bash', ['-eu', '-c', linked + script], { cwd: files, env });
    const printed = stdout.split(MARK);
    for (const [at, { commands, expected }] of steps.entries())
      if (expected !== undefined) expect(printed[at]?.trim(), commands).toMatch(patternOf(expected));
  } finally {
    rmSync(files, { recursive: true, force: true });
  }
});

test('the example that resumes has no gap and no duplicate: kill -9 of the gateway, and of itself', async () => {
  test.setTimeout(300_000);
  const starter = await Starter.start();
  const folder = mkdtempSync(join(tmpdir(), 'resume-'));
  const log = join(folder, 'followed.log');
  let follower: ChildProcess | undefined;
  try {
    const here = await starter.ready();
    const [ada, ben] = [await Account.signUp(here, 'Ada Resumes'), await Account.signUp(here, 'Ben Resumes')];
    const { id } = await ada.startConversation(ben);
    const { secret } = await ben.mutate<{ secret: string }>(
      'createAccessToken',
      'CreateAccessTokenInput',
      { name: 'resume', scopes: ['chat:read'], expiresAt: new Date(Date.now() + 3_600_000).toISOString() },
      'secret',
    );
    const start = () => {
      follower = spawn(process.execPath, [RESUME, id, log], {
        env: { ...process.env, PARLEY: here.url, TOKEN: secret },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    };
    const entries = () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line) as { type: string; body?: string })
        : [];
    const bodies = () => entries().flatMap(({ body }) => (body === undefined ? [] : [body]));
    const sent: string[] = [];
    const say = async (body: string) => {
      await expect
        .poll(
          () =>
            ada.send(id, body, body.replaceAll(' ', '-')).then(
              ({ message }) => message !== null,
              () => false,
            ),
          { timeout: 30_000, intervals: [100] },
        )
        .toBe(true);
      sent.push(body);
    };
    start();
    await until(() => entries().some(({ type }) => type === 'Ready'), 20_000);
    for (let round = 0; round < 3; round += 1) {
      await say(`${round} before`);
      const before = starter.pids()['gateway'] as number;
      process.kill(before, 'SIGKILL');
      await until(() => ![before, undefined].includes(starter.pids()['gateway']), 5_000);
      await say(`${round} after`);
    }
    await until(() => bodies().length >= sent.length, 40_000);
    follower?.kill('SIGKILL');
    await say('while it was off');
    start();
    await until(() => bodies().length >= sent.length, 40_000);
    expect(bodies()).toEqual(sent);
  } finally {
    follower?.kill('SIGKILL');
    await starter.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
});
