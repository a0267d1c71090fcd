#!/usr/bin/env node
// npm start: the whole of Parley from a fresh clone. Runs on Node 20 without packages; what follows the installation
// runs on the Node 24 that comes with them (tools/starter/main.ts).
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap, openHome } from './bootstrap/bootstrap.mjs';
import { describeFailure, StepFailure } from './bootstrap/failure.mjs';
import { Guard } from './bootstrap/guard.mjs';
import { WORKSPACE } from './bootstrap/home.mjs';
import { endLeftovers } from './bootstrap/leftovers.mjs';
import { watchNpm } from './bootstrap/parent.mjs';
import { embeddedParts } from './bootstrap/parts.mjs';
import { checkPorts, portsOf } from './bootstrap/ports.mjs';
import { Progress } from './bootstrap/progress.mjs';
import { addressToShare } from './bootstrap/share.mjs';

const FLAGS = ['--json', '--watch', '--no-web', '--share'];
const SAME_KEYSTROKE_MS = 1000;

const progress = new Progress(['packages', 'build', 'postgres', 'migrations', 'services', 'demo']);
const guard = new Guard();
let starter;
let shared;
let stoppedAt = 0;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
watchNpm(stop);
try {
  const unknown = process.argv.slice(2).find((flag) => !FLAGS.includes(flag) && !flag.startsWith('--share='));
  if (unknown) throw new StepFailure('needs', `unknown option ${unknown}`, { mend: `use ${FLAGS.join(', ')}` });
  shared = await addressToShare(process.argv.slice(2));
  const home = openHome();
  await endLeftovers(home, (line) => progress.say(line));
  await checkPorts(portsOf(process.env), embeddedParts(process.env), shared);
  const { node, binaries } = await bootstrap({ home, progress, guard });
  progress.close();
  await leave(await runStarter(home, node, binaries));
} catch (error) {
  process.stderr.write(describeFailure(error));
  await leave(1);
}

/** Ctrl-C reaches us from the terminal and once more from npm; only a later one means "now". */
async function stop() {
  const isFirst = stoppedAt === 0;
  if (!isFirst && Date.now() - stoppedAt < SAME_KEYSTROKE_MS) return;
  stoppedAt = Date.now();
  if (isFirst && starter) starter.kill('SIGTERM');
  else await leave(isFirst ? 0 : 1);
}

async function leave(code) {
  await guard.close();
  process.exit(code);
}

function runStarter(home, node, binaries) {
  const env = {
    ...process.env,
    ...guard.mark,
    PARLEY_HOME: home,
    PARLEY_STARTED_AT: String(progress.startedAt),
    PARLEY_SHARED_ADDRESS: shared ?? '',
    PARLEY_NATS_SERVER: binaries.nats ?? '',
    PARLEY_LIVEKIT_SERVER: binaries.livekit ?? '',
  };
  const args = [
    '--disable-warning=ExperimentalWarning',
    join(WORKSPACE, 'tools/starter/main.ts'),
    ...process.argv.slice(2),
  ];
  return new Promise((resolve) => {
    starter = spawn(node, args, {
      cwd: WORKSPACE,
      env,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    starter.on('message', ({ pid, signal }) => guard.name(pid, signal));
    starter.once('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}
