// npm run images: builds the image of every service, or of those that are named, with Docker or Podman, and pushes them
// when asked to (docs/operate/images.md). Runs on Node 20 without packages.
import { spawnSync } from 'node:child_process';
import { describeFailure, StepFailure } from '../bootstrap/failure.mjs';
import { WORKSPACE } from '../bootstrap/home.mjs';
import { planImages } from './plan.mjs';

try {
  const { engine, images, pushes, isPrinted } = planImages(process.argv.slice(2), process.env, commit());
  for (const { name, commands } of images) {
    for (const args of commands) {
      if (isPrinted) process.stdout.write(`${[engine, ...args].join(' ')}\n`);
      else run(engine, args);
    }
    if (!isPrinted) process.stdout.write(`${pushes ? 'pushed' : 'loaded'} ${name}\n`);
  }
} catch (error) {
  process.stderr.write(describeFailure(error));
  process.exitCode = 1;
}

function run(engine, args) {
  const { status, signal, error } = spawnSync(engine, args, { cwd: WORKSPACE, stdio: 'inherit' });
  if (status === 0) return;
  const end = error?.message ?? signal ?? `code ${status}`;
  throw new StepFailure('images', `${engine} ${args.join(' ')} ended with ${end}`, {
    mend: `what ${engine} says above is the cause; images that were made before it are there`,
  });
}

/** The commit that is built, with `-dirty` when something differs from it; none where Git or its folder is not. */
function commit() {
  const { status, stdout } = spawnSync('git', ['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'], {
    cwd: WORKSPACE,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}
