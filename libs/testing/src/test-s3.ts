import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildServer, findServer, SERVERS } from '@parley/tools/bootstrap/servers.mjs';
import { freePort } from '@parley/tools/embedded/free-port.ts';
import { testRun } from './test-run.ts';

const PATIENCE_MS = 15_000;
const BUCKET = 'recordings';

/** A real S3 (versitygw over a directory) of one test, with one bucket. It can be killed and started again. */
export class TestS3 {
  readonly #directory = mkdtempSync(join(tmpdir(), 'parley-s3-'));
  #child: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly binary: string,
  ) {}

  static async start(): Promise<TestS3> {
    const log = join(tmpdir(), `parley-versitygw-build-${process.pid}.log`);
    const env = { ...process.env, ...testRun().mark };
    const binary = (await findServer(SERVERS.versitygw)) ?? (await buildServer(SERVERS.versitygw, { log, env }));
    const s3 = new TestS3(await freePort(), binary);
    for (const place of [`objects/${BUCKET}`, 'sidecar']) mkdirSync(join(s3.#directory, place), { recursive: true });
    await s3.startAgain();
    return s3;
  }

  /** How it is spoken to. */
  get options(): { bucket: string; region: string; endpoint: string; accessKey: string; secretKey: string } {
    const endpoint = `http://127.0.0.1:${this.port}`;
    return { bucket: BUCKET, region: 'us-east-1', endpoint, accessKey: 'test', secretKey: 'test-secret-of-s3' };
  }

  /** kill -9, as a crash. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  }

  async startAgain(): Promise<void> {
    const { accessKey, secretKey } = this.options;
    const env = { ...process.env, ...testRun().mark, ROOT_ACCESS_KEY: accessKey, ROOT_SECRET_KEY: secretKey };
    const backend = ['posix', '--sidecar', join(this.#directory, 'sidecar'), join(this.#directory, 'objects')];
    const args = ['--port', `127.0.0.1:${this.port}`, '--quiet', ...backend];
    this.#child = spawn(this.binary, args, { env, stdio: 'ignore' });
    const begun = Date.now();
    while (!(await answers(`http://127.0.0.1:${this.port}`))) {
      if (Date.now() - begun > PATIENCE_MS) throw new Error('versitygw does not answer.');
      await sleep(50);
    }
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}
