#!/usr/bin/env node
// npm run check:k8s [-- overlay …] [--no-control-plane]: what deploy/k8s comes to, looked at and tried on a real control
// plane, which is built the first time (docs/operate/kubernetes-proof.md). Runs on Node 20 without packages; the checks
// themselves run on the Node 24 that comes with them (tools/k8s/main.ts).
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap, openHome } from './bootstrap/bootstrap.mjs';
import { describeFailure } from './bootstrap/failure.mjs';
import { Guard } from './bootstrap/guard.mjs';
import { WORKSPACE } from './bootstrap/home.mjs';
import { watchNpm } from './bootstrap/parent.mjs';
import { Progress } from './bootstrap/progress.mjs';

const progress = new Progress(['packages']);
const guard = new Guard();
const env = { ...process.env, PARLEY_HOME: join(WORKSPACE, '.parley-test') };

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void leave(1));
watchNpm(() => void leave(1));
try {
  const home = openHome(env);
  const { node } = await bootstrap({ home, progress, guard, env, needs: { nats: false, livekit: false } });
  progress.close();
  await leave(await check(node, home));
} catch (error) {
  process.stderr.write(describeFailure(error));
  await leave(1);
}

function check(node, home) {
  const main = join(WORKSPACE, 'tools/k8s/main.ts');
  const checks = spawn(node, ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)], {
    cwd: WORKSPACE,
    env: { ...process.env, ...guard.mark, PARLEY_TEST_HOME: home },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => checks.once('exit', (code) => resolve(code ?? 1)));
}

async function leave(code) {
  await guard.close();
  process.exit(code);
}
