import { environmentOf } from '@parley/tools/embedded/environment-of.ts';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The root of this clone. */
export const WORKSPACE = resolve(import.meta.dirname, '../..');

/** What the starter says when everything is ready. */
export interface Addresses {
  url: string;
  graphql: string;
  ws: string;
  pids: Record<string, number>;
  demo: { email: string; password: string }[];
}

/** The whole of Parley, started as a person would start it. */
export interface Parley extends Addresses {
  /** The starter's own process. */
  starter: number;
  /** Milliseconds from the start of the starter to its line of JSON. */
  readyMs: number;
  stop(): Promise<void>;
}

/**
 * Runs `tools/start.mjs --json` and waits for its line.
 *
 * @param mark what the guard that ends everything at last knows its processes by
 * @throws Error with the starter's own words
 */
export async function startParley(home: string, port: number, mark: Record<string, string>): Promise<Parley> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['tools/start.mjs', '--json'], {
    cwd: WORKSPACE,
    env: { ...process.env, ...mark, PARLEY_HOME: home, PARLEY_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + String(chunk)).slice(-8_000)));
  const line = await new Promise<string>((done, fail) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += String(chunk);
      const found = output.split('\n').find((one) => one.startsWith('{') && one.endsWith('}'));
      if (found) done(found);
    });
    child.once('exit', () => fail(new Error(`Parley did not start.\n${said}`)));
    setTimeout(() => fail(new Error(`Parley took too long to start.\n${said}`)), 400_000).unref();
  }).catch(async (error: unknown) => {
    await end(child);
    throw error;
  });
  const readyMs = performance.now() - begun;
  const addresses = JSON.parse(line) as Addresses;
  return { ...addresses, starter: child.pid as number, readyMs, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  child.kill('SIGTERM');
  for (let waited = 0; !isOver() && waited < 25_000; waited += 50) await sleep(50);
  if (!isOver()) child.kill('SIGKILL');
}

/** The first of a row of free ports on loopback, below those that Linux hands out by itself. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = 21_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all(Array.from({ length: count }, (_, offset) => isFree(first + offset)));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}

/** A second gateway of a running stack that serves other pages; everything else about it is the same. */
export async function startGatewayWith(
  webDir: string,
  port: number,
  parley: Parley,
  more: Record<string, string> = {},
): Promise<() => Promise<void>> {
  const env = {
    ...environmentOf(parley.pids.gateway as number),
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    WEB_DIR: webDir,
    ...more,
  };
  const cwd = join(WORKSPACE, 'services/gateway');
  const child = spawn(process.execPath, [join(cwd, 'dist/main.mjs')], { cwd, env, stdio: 'ignore' });
  await answers(`http://127.0.0.1:${port}/readyz`);
  return () => end(child);
}

/** Waits until an address answers with success. @throws Error when it does not within a minute */
export async function answers(url: string, init?: RequestInit): Promise<void> {
  for (const begun = Date.now(); Date.now() - begun < 60_000;) {
    const isOk = await fetch(url, init).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isOk) return;
    await sleep(20);
  }
  throw new Error(`${url} does not answer`);
}
