#!/usr/bin/env node
// npm test: installs what it needs and runs every suite, or those that are named (npm test -- unit lint). Runs on
// Node 20 without packages; the suites themselves run on the Node 24 that comes with them (tools/suites/main.ts).
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap, openHome } from './bootstrap/bootstrap.mjs';
import { findChromium, installChromium } from './bootstrap/chromium.mjs';
import { findFfmpeg, installFfmpeg } from './bootstrap/ffmpeg.mjs';
import { describeFailure } from './bootstrap/failure.mjs';
import { Guard } from './bootstrap/guard.mjs';
import { WORKSPACE } from './bootstrap/home.mjs';
import { installNetworkTools, missingNetworkTools } from './bootstrap/network-tools.mjs';
import { watchNpm } from './bootstrap/parent.mjs';
import { Progress } from './bootstrap/progress.mjs';

/** Suites that run without servers, and so need none built. */
const QUICK = ['format', 'lint', 'types', 'compose', 'unit', 'meter', 'k8s', 'web'];

const wanted = process.argv.slice(2);
const isQuick = wanted.length > 0 && wanted.every((suite) => QUICK.includes(suite));
/** Journeys need a Chromium, and so does recording, which is tested through its own. */
const needsBrowser = wanted.length === 0 || wanted.some((suite) => ['e2e', 'integration'].includes(suite));
/** Some cut a network of their own. */
const needsNetwork = wanted.length === 0 || wanted.some((suite) => ['e2e', 'chaos'].includes(suite));
const progress = new Progress(['packages', 'suites']);
const guard = new Guard();
const env = { ...process.env, PARLEY_HOME: join(WORKSPACE, '.parley-test') };

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void leave(1));
watchNpm(() => void leave(1));
try {
  const home = openHome(env);
  const needs = { nats: !isQuick, livekit: !isQuick, s3: wanted.length === 0 || wanted.includes('integration') };
  const { node } = await bootstrap({ home, progress, guard, env, needs });
  const chromium = needsBrowser ? (findChromium() ?? (await install('chromium', installChromium, home))) : '';
  const ffmpeg = needsBrowser ? (findFfmpeg() ?? (await install('ffmpeg', installFfmpeg, home))) : '';
  if (needsNetwork && missingNetworkTools().length > 0) await install('network-tools', installNetworkTools, home);
  progress.close();
  await leave(await runSuites(node, home, { PARLEY_CHROMIUM: chromium, PARLEY_FFMPEG: ffmpeg }));
} catch (error) {
  process.stderr.write(describeFailure(error));
  await leave(1);
}

function install(name, work, home) {
  const options = { log: join(home, `logs/${name}.log`), env: { ...process.env, ...guard.mark } };
  return progress.step(name, 'installing it from Debian', () => work(options));
}

function runSuites(node, home, programs) {
  const args = ['--disable-warning=ExperimentalWarning', join(WORKSPACE, 'tools/suites/main.ts'), ...wanted];
  const suites = spawn(node, args, {
    cwd: WORKSPACE,
    env: { ...process.env, ...guard.mark, PARLEY_TEST_HOME: home, ...programs },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => suites.once('exit', (code) => resolve(code ?? 1)));
}

async function leave(code) {
  await guard.close();
  process.exit(code);
}
