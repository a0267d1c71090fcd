import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePortBase } from './free-ports.ts';
import type { Stack } from './stack.ts';

/** The root of this clone. */
export const WORKSPACE = resolve(import.meta.dirname, '../..');

export interface StarterOptions {
  home?: string;
  port?: number;
  /** The clone to start from. */
  workspace?: string;
  env?: NodeJS.ProcessEnv;
  /** Words before its command, as those that run it in a network namespace. */
  prefix?: string[];
  /** Further options of the starter's command line. */
  flags?: string[];
}

/** A fresh home that Postgres' own user may pass through. */
function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
  chmodSync(home, 0o711);
  return home;
}

/** One run of the real starter, as a person or a program would run it. */
export class Starter {
  readonly home: string;
  readonly port: number;
  readonly process: ChildProcess;
  readonly begun = Date.now();
  stdout = '';
  stderr = '';

  private constructor(home: string, port: number, options: StarterOptions) {
    this.home = home;
    this.port = port;
    const workspace = options.workspace ?? WORKSPACE;
    const [command = '', ...args] = [...(options.prefix ?? []), 'node', 'tools/start.mjs', '--json'];
    this.process = spawn(command, [...args, ...(options.flags ?? [])], {
      cwd: workspace,
      env: { ...process.env, ...options.env, PARLEY_HOME: home, PARLEY_PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.process.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
  }

  /** Starts it, on a free port and from a fresh home unless others are given. */
  static async start(options: StarterOptions = {}): Promise<Starter> {
    const home = options.home ?? temporaryHome();
    return new Starter(home, options.port ?? (await freePortBase()), options);
  }

  /** Waits for the line of JSON. Throws what the starter said when it ends before. */
  async ready(timeoutMs = 240_000): Promise<Stack> {
    await this.until(() => this.stdout.split('\n').some((line) => line.startsWith('{')), timeoutMs);
    const line = this.stdout.split('\n').find((text) => text.startsWith('{')) ?? '';
    return JSON.parse(line) as Stack;
  }

  /** Waits until it has said something on stderr. */
  async says(words: string | RegExp, timeoutMs = 60_000): Promise<void> {
    await this.until(() => this.stderr.search(words) >= 0, timeoutMs);
  }

  /** Waits until it has ended, and gives its exit code: null when a signal ended it. */
  async ended(timeoutMs = 30_000): Promise<number | null> {
    const begun = Date.now();
    while (this.process.exitCode === null && this.process.signalCode === null) {
      if (Date.now() - begun > timeoutMs) throw new Error(`The starter did not end.\n${this.stderr}`);
      await sleep(20);
    }
    return this.process.exitCode;
  }

  /** Ends it gently, and throws its state away. */
  async dispose(): Promise<void> {
    this.process.kill('SIGTERM');
    await this.ended().catch(() => this.process.kill('SIGKILL'));
    rmSync(this.home, { recursive: true, force: true });
  }

  /** The present processes, as PARLEY_HOME/run.json names them. */
  pids(): Record<string, number> {
    return this.runFile().pids;
  }

  /** The process that starts again what has ended. */
  supervisor(): number {
    return this.runFile().starter;
  }

  private runFile(): { pids: Record<string, number>; starter: number } {
    return JSON.parse(readFileSync(join(this.home, 'run.json'), 'utf8')) as ReturnType<Starter['runFile']>;
  }

  private async until(isSo: () => boolean, timeoutMs: number): Promise<void> {
    const begun = Date.now();
    while (!isSo()) {
      const isOver = this.process.exitCode !== null || this.process.signalCode !== null;
      if (isOver) throw new Error(`The starter ended too soon.\n${this.stderr}`);
      if (Date.now() - begun > timeoutMs) throw new Error(`The starter took too long.\n${this.stderr}`);
      await sleep(20);
    }
  }
}
