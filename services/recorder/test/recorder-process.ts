import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findChromium, findFfmpeg, freePort, testRun, type TestNats } from '@parley/testing';
import { bundle } from '../../../tools/build/service.mjs';
import type { S3Options } from '@parley/storage/s3';
import { soon } from './soon.ts';

const SERVICE = resolve(import.meta.dirname, '..');
/** Inside of the workspace: what stays outside of a bundle is found from there. */
const PLACE = resolve(SERVICE, '../../.parley-test');

/** The worker as it is shipped, a process of its own that can be killed and started again beside what it has stored. */
export class RecorderProcess {
  readonly secret = randomBytes(32).toString('base64url');
  said = '';
  private child: ChildProcess | undefined;

  private constructor(
    readonly directory: string,
    readonly port: number,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @param options.beside another worker, whose disk and program it shares */
  static async start(
    nats: TestNats,
    options: { s3?: S3Options; env?: NodeJS.ProcessEnv; beside?: RecorderProcess } = {},
  ): Promise<RecorderProcess> {
    mkdirSync(PLACE, { recursive: true });
    const { s3, beside } = options;
    const directory = beside?.directory ?? mkdtempSync(join(PLACE, 'recorder-'));
    if (!beside) await bundle(SERVICE, ['main'], join(directory, 'dist'));
    const worker = new RecorderProcess(directory, await freePort(), {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...testRun().mark,
      NATS_URL: nats.url('recorder'),
      RECORDINGS_DIR: join(directory, 'recordings'),
      RECORDER_CHROMIUM: findChromium(),
      RECORDER_FFMPEG: findFfmpeg(),
      RECORDER_SLOTS: '1',
      ...(s3
        ? {
            RECORDINGS_S3_BUCKET: s3.bucket,
            RECORDINGS_S3_ENDPOINT: s3.endpoint,
            RECORDINGS_S3_ACCESS_KEY: s3.accessKey,
            RECORDINGS_S3_SECRET_KEY: s3.secretKey,
          }
        : {}),
      ...options.env,
    });
    await worker.startAgain();
    return worker;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Starts it on its port, and waits until it is ready. */
  async startAgain(): Promise<void> {
    const child = spawn(process.execPath, [join(this.directory, 'dist/main.mjs')], {
      env: { ...this.env, PORT: String(this.port), RECORDINGS_SECRET: this.secret },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const output of [child.stdout, child.stderr])
      output.on('data', (text: Buffer) => (this.said += text.toString()));
    this.child = child;
    await soon('the recorder', async () => {
      if (child.exitCode !== null) throw new Error(`the recorder ended: ${this.said}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      return answer?.ok || undefined;
    });
  }

  /** Processes whose line of command names something, by pid: what the worker has started, for instance. */
  static processes(named: string): number[] {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(named);
        } catch {
          return false;
        }
      })
      .map(Number);
  }

  /** Chromiums that descend from this worker, now. */
  children(): number[] {
    const parents = new Map(
      RecorderProcess.processes('').map((pid) => {
        try {
          const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
          return [pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])] as const;
        } catch {
          return [pid, 0] as const;
        }
      }),
    );
    const isOurs = (pid: number): boolean =>
      pid > 1 && (parents.get(pid) === this.pid || isOurs(parents.get(pid) ?? 0));
    return [...parents.keys()].filter(isOurs);
  }

  /** Sends a signal, waits for the end and tells the exit code, null after a kill. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await gone)[0];
  }

  async stop(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }
}
