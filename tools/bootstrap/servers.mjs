import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isExecutable } from './apt.mjs';
import { StepFailure } from './failure.mjs';
import { run } from './run.mjs';

const OLDEST_GO = [1, 26];
/** Where installers put Go without putting it on PATH. */
const GO_PLACES = ['/usr/local/go/bin', '/usr/lib/go/bin', '/snap/bin'];
const ABANDONED_AFTER_MS = 3_600_000;

/** The servers, and kustomize, that are built from Go modules, pinned. `built` is the name that `go install` gives the binary. */
export const SERVERS = {
  nats: { name: 'nats-server', version: '2.14.5', module: 'github.com/nats-io/nats-server/v2', built: 'nats-server' },
  livekit: {
    name: 'livekit-server',
    version: '1.13.5',
    module: 'github.com/livekit/livekit-server/cmd/server',
    built: 'server',
  },
  kustomize: {
    name: 'kustomize',
    version: '5.8.1',
    module: 'sigs.k8s.io/kustomize/kustomize/v5',
    built: 'kustomize',
  },
  /** An S3 of the tests' own, for recordings. */
  versitygw: {
    name: 'versitygw',
    version: '1.8.0',
    module: 'github.com/versity/versitygw/cmd/versitygw',
    built: 'versitygw',
  },
};

/** How long building takes on two cores, in words for whoever waits. */
const BUILD_TIMES = { 'livekit-server': 'three minutes', versitygw: 'two minutes' };

/**
 * What is said while a server is being built.
 *
 * @param {typeof SERVERS.nats} server
 */
export function whileBuilding({ name, version }) {
  return `building ${version} with go install, once for all clones (about ${BUILD_TIMES[name] ?? 'one minute'})`;
}

/** Where the servers of all clones of this user lie. */
export function cacheDirectory(env = process.env) {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'parley', 'bin');
}

/**
 * The binary of the pinned version, from PATH or from the cache.
 *
 * @param {typeof SERVERS.nats} server
 * @returns {Promise<string | undefined>} undefined when it has to be built
 */
export async function findServer(server, env = process.env) {
  const cached = join(cacheDirectory(env), `${server.name}-${server.version}`);
  if (isExecutable(cached)) return cached;
  for (const directory of (env.PATH ?? '').split(delimiter)) {
    const candidate = join(directory, server.name);
    if (!isExecutable(candidate)) continue;
    const said = await output(candidate, ['--version']);
    if (new RegExp(`(^|[^\\d.])${server.version.replaceAll('.', '\\.')}($|[^\\d.])`).test(said.trim()))
      return candidate;
  }
  return undefined;
}

/**
 * Builds a server into the cache. Two builds at once do no harm: each has its own directory, and the rename is atomic.
 *
 * @param {typeof SERVERS.nats} server
 * @param {{ log: string, env: NodeJS.ProcessEnv, places?: string[] }} options places where Go may lie beside PATH
 * @returns {Promise<string>} the binary
 */
export async function buildServer(server, options) {
  const go = await findGo(server, [...(options.env.PATH ?? '').split(delimiter), ...(options.places ?? GO_PLACES)]);
  const cache = cacheDirectory(options.env);
  mkdirSync(cache, { recursive: true });
  removeAbandoned(cache);
  const directory = mkdtempSync(join(cache, '.build-'));
  try {
    await run(go, ['install', '-trimpath', `${server.module}@v${server.version}`], {
      step: server.name,
      cwd: directory,
      log: options.log,
      env: { ...options.env, GOBIN: directory, GOFLAGS: '', GOTOOLCHAIN: 'local' },
      mend: `look at the log; or put ${server.name} ${server.version} on PATH and start again`,
    });
    const binary = join(cache, `${server.name}-${server.version}`);
    renameSync(join(directory, server.built), binary);
    return binary;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Removes what builds that were killed left in the cache.
 *
 * @param {string} cache
 */
export function removeAbandoned(cache) {
  for (const entry of readdirSync(cache)) {
    const directory = join(cache, entry);
    if (!entry.startsWith('.build-') || Date.now() - statSync(directory).mtimeMs < ABANDONED_AFTER_MS) continue;
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * A Go that can build the given program.
 *
 * @param {{ name: string, version: string }} server what needs it, for the words of the refusal
 * @param {string[]} [places] directories to look into
 * @returns {Promise<string>}
 */
export async function findGo(server, places = [...(process.env.PATH ?? '').split(delimiter), ...GO_PLACES]) {
  const found = [];
  for (const candidate of places.map((place) => join(place, 'go')).filter(isExecutable)) {
    const [, major, minor] = /go(\d+)\.(\d+)/.exec(await output(candidate, ['env', 'GOVERSION'])) ?? [];
    if (major && isAtLeast([Number(major), Number(minor)], OLDEST_GO)) return candidate;
    found.push(`${candidate} is ${major ? `${major}.${minor}` : 'of an unknown version'}`);
  }
  throw new StepFailure(
    server.name,
    `Go ${OLDEST_GO.join('.')} or later is needed to build ${server.name} ${server.version}, and ${found.join(', ') || 'there is none'}`,
    {
      mend: `install Go ≥ ${OLDEST_GO.join('.')} (go.dev/doc/install) so that "go" is on PATH, or put ${server.name} ${server.version} itself on PATH; then start again`,
    },
  );
}

function isAtLeast([major, minor], [wantedMajor, wantedMinor]) {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function output(command, args) {
  return new Promise((resolve) => {
    const env = { ...process.env, GOTOOLCHAIN: 'local' };
    execFile(command, args, { env, timeout: 10_000 }, (_error, stdout, stderr) => resolve(`${stdout}${stderr}`));
  });
}
