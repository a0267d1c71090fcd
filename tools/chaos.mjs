#!/usr/bin/env node
// npm run chaos: torments a whole stack of its own while people write and follow, and judges what came of it
// (docs/operate/chaos.md). Starts on Node 20 without packages; e2e/chaos/main.ts runs on the Node 24 that comes with them.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap, openHome } from './bootstrap/bootstrap.mjs';
import { describeFailure } from './bootstrap/failure.mjs';
import { Guard } from './bootstrap/guard.mjs';
import { WORKSPACE } from './bootstrap/home.mjs';
import { watchNpm } from './bootstrap/parent.mjs';
import { Progress } from './bootstrap/progress.mjs';

/** What the run's TypeScript needs of Node: the harness of e2e is written for a runner that compiles it. */
const FLAGS = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];

const words = process.argv.slice(2);
const isJudging = words.some((word) => word.startsWith('--judge'));
const progress = new Progress(['packages']);
const guard = new Guard();
let run;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => run?.kill('SIGTERM') ?? void leave(1));
watchNpm(() => void leave(1));
try {
  const env = { ...process.env, PARLEY_HOME: join(WORKSPACE, '.parley-chaos') };
  const needs = { nats: !isJudging, livekit: !isJudging };
  const { node } = await bootstrap({ home: openHome(env), progress, guard, env, needs });
  progress.close();
  await leave(await play(node));
} catch (error) {
  process.stderr.write(describeFailure(error));
  await leave(1);
}

function play(node) {
  run = spawn(node, [...FLAGS, join(WORKSPACE, 'e2e/chaos/main.ts'), ...words], {
    env: { ...process.env, ...guard.mark },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => run.once('exit', (code) => resolve(code ?? 1)));
}

async function leave(code) {
  await guard.close();
  process.exit(code);
}
