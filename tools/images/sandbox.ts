import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const SCRIPT = join(import.meta.dirname, 'sandbox.sh');
/** Each sandbox mounts its root here, in a namespace of its own: any folder does, and nobody else sees it covered. */
const covered = import.meta.dirname;

/** Makes the mounts; who is not root borrows it in a user namespace. */
const unshared = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'])];

/** Node with these arguments, as a container would run it with a folder as its /app (sandbox.sh). */
function command(app: string, args: string[]): string[] {
  return [...unshared, '--', 'sh', SCRIPT, app, process.execPath, covered, '/node', ...args];
}

/** Why this machine makes no such sandboxes; undefined when it does. */
export function whyNoSandbox(): string | undefined {
  const { status, stderr, error } = spawnSync('unshare', command(tmpdir(), ['--version']), { encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

/** Runs Node in the sandbox to its end. */
export function runInSandbox(app: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync('unshare', command(app, args), { env, encoding: 'utf8', timeout: 30_000 });
}

/** Starts Node in the sandbox. Its process is the one that is returned: signals reach it. */
export function startInSandbox(
  app: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn('unshare', command(app, args), { env, stdio: ['ignore', 'pipe', 'pipe'] });
}
