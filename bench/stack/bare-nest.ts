import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { environmentOf } from '@parley/tools/embedded/environment-of.ts';
import { answers, WORKSPACE, type Parley } from './parley.ts';

const OUT = join(WORKSPACE, 'bench/out');
const FILE = join(OUT, 'bare-nest.mjs');

/** Compiles the bare Nest app, packages beside it. */
export async function buildBareNest(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  await build({
    input: join(WORKSPACE, 'bench/peers/bare-nest.ts'),
    platform: 'node',
    tsconfig: join(WORKSPACE, 'tsconfig.base.json'),
    // Helpers of the compiler go in; packages stay outside.
    external: (id) => /^[^./\0]/.test(id) && !id.startsWith('@oxc-project/runtime'),
    output: { file: FILE, format: 'esm', keepNames: true },
    logLevel: 'warn',
  });
}

/** The bare apps of a round. */
export interface BareApps {
  pids: number[];
  /** Milliseconds from starting all of them until each has answered a query. */
  readyMs: number;
  stop(): Promise<void>;
}

/** Starts one bare app for each of these services, with that service's own database and NATS user. */
export async function startBareApps(services: readonly string[], firstPort: number, parley: Parley): Promise<BareApps> {
  const begun = performance.now();
  const children = services.map((service, index) => {
    const {
      PATH = '',
      HOME = '',
      DATABASE_URL = '',
      NATS_URL = '',
      PARLEY_RUN = '',
    } = environmentOf(parley.pids[service] as number);
    const prefix = service === 'media-gateway' ? 'media' : service;
    const env = {
      ...{ PATH, HOME, DATABASE_URL, NATS_URL, PARLEY_RUN, NODE_ENV: 'production' },
      PORT: String(firstPort + index),
      SUBJECT: `req.${prefix}.bench.answer.v1`,
    };
    return spawn(process.execPath, [FILE], {
      cwd: join(WORKSPACE, 'bench'),
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  });
  const stop = async () => {
    const gone = children.map((child) =>
      child.exitCode === null && child.signalCode === null
        ? new Promise((done) => child.once('exit', done))
        : undefined,
    );
    children.forEach((child) => child.kill('SIGKILL'));
    await Promise.all(gone);
  };
  try {
    await Promise.all(
      children.map((_, index) =>
        answers(`http://127.0.0.1:${firstPort + index}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"query":"{ connections }"}',
        }),
      ),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { pids: children.map(({ pid }) => pid as number), readyMs: performance.now() - begun, stop };
}
