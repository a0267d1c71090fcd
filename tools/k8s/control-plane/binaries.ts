import { accessSync, constants, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../bootstrap/run.mjs';
import { cacheDirectory, findGo, removeAbandoned } from '../../bootstrap/servers.mjs';
import { linkerFlags, MODULE, versions } from './versions.ts';

/** Programs of a control plane, by what we call them. */
const PROGRAMS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl', 'kwok'] as const;

/** The path of each program. */
export type Binaries = Record<(typeof PROGRAMS)[number], string>;

/** Where the programs of these versions lie, for all clones of this user. */
export function binariesDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const { kubernetes, etcd, kwok } = versions();
  return join(cacheDirectory(env), `control-plane-k8s${kubernetes}-etcd${etcd}-kwok${kwok}`);
}

/** The programs, when all of them were built already. */
export function findBinaries(env: NodeJS.ProcessEnv = process.env): Binaries | undefined {
  const directory = binariesDirectory(env);
  const found = PROGRAMS.map((name) => [name, join(directory, name)] as const);
  return found.every(([, file]) => isExecutable(file)) ? (Object.fromEntries(found) as Binaries) : undefined;
}

/**
 * Builds the programs into the cache, once for all clones: about 15 minutes on two cores with nothing in Go's caches.
 * Two builds at once do no harm, and a killed one leaves nothing that could be taken for whole.
 *
 * @throws StepFailure when there is no Go that can, or a build fails
 */
export async function buildBinaries(options: { logs: string; env: NodeJS.ProcessEnv }): Promise<Binaries> {
  const pinned = versions();
  const go = await findGo({ name: 'the control plane', version: pinned.kubernetes });
  const cache = cacheDirectory(options.env);
  mkdirSync(cache, { recursive: true });
  removeAbandoned(cache);
  const directory = mkdtempSync(join(cache, '.build-'));
  const env = { ...options.env, GOFLAGS: '', GOTOOLCHAIN: 'local', GOWORK: 'off' };
  const mend = 'look at the log; the modules come from the proxy that "go env GOPROXY" names';
  const build = (args: string[], log: string, more: { cwd: string; env: NodeJS.ProcessEnv }) =>
    run(go, args, { step: 'control plane', log: join(options.logs, `${log}.log`), mend, ...more });
  try {
    const flags = ['-mod=readonly', '-trimpath', `-ldflags=${linkerFlags(pinned)}`];
    await build(['build', ...flags, '-o', `${directory}/`, 'tool'], 'control-plane', { cwd: MODULE, env });
    const kwok = ['install', '-trimpath', '-ldflags=-s -w', `sigs.k8s.io/kwok/cmd/kwok@v${pinned.kwok}`];
    await build(kwok, 'kwok', { cwd: directory, env: { ...env, GOBIN: directory } });
    renameSync(join(directory, 'server'), join(directory, 'etcd'));
    put(directory, options.env);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  const binaries = findBinaries(options.env);
  if (!binaries) throw new Error(`the build left programs out of ${binariesDirectory(options.env)}`);
  return binaries;
}

/** The folder appears whole or not at all; one that another build put there first is as good as ours. */
function put(built: string, env: NodeJS.ProcessEnv): void {
  try {
    renameSync(built, binariesDirectory(env));
  } catch (error) {
    if (!findBinaries(env)) throw error;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
