import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildServer, findServer, SERVERS } from '@parley/tools/bootstrap/servers.mjs';
import { freePort } from '@parley/tools/embedded/free-port.ts';
import { testRun } from './test-run.ts';

const TEMPLATE = resolve(import.meta.dirname, '../../../deploy/livekit/one-machine.yaml');
const PATIENCE_MS = 15_000;

/** A real LiveKit of one test, configured as the product's on one machine. It can be killed and started again. */
export class TestLivekit {
  readonly apiKey = 'test';
  readonly apiSecret = randomBytes(32).toString('base64url');
  readonly #directory = mkdtempSync(join(tmpdir(), 'parley-livekit-'));
  #child: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly binary: string,
  ) {}

  /** Starts a server on free ports that sends its webhooks to this address. */
  static async start(webhookUrl: string): Promise<TestLivekit> {
    const log = join(tmpdir(), `parley-livekit-build-${process.pid}.log`);
    const binary =
      (await findServer(SERVERS.livekit)) ?? (await buildServer(SERVERS.livekit, { log, env: process.env }));
    const [port, tcpPort, udpPort] = [await freePort(), await freePort(), await freePort()];
    const livekit = new TestLivekit(port, binary);
    const values: Record<string, string> = {
      PORT: String(port),
      TCP_PORT: String(tcpPort),
      UDP_PORT: String(udpPort),
      API_KEY: livekit.apiKey,
      API_SECRET: livekit.apiSecret,
      WEBHOOK_URL: webhookUrl,
    };
    const config = readFileSync(TEMPLATE, 'utf8').replace(
      /\$\{([A-Z_]+)\}/g,
      (whole, name: string) => values[name] ?? whole,
    );
    writeFileSync(join(livekit.#directory, 'livekit.yaml'), config, { mode: 0o600 });
    await livekit.startAgain();
    return livekit;
  }

  /** Its server API. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** kill -9, as a crash; it forgets all rooms. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  }

  /** Starts it again on its port and waits until it answers. */
  async startAgain(): Promise<void> {
    const env = { ...process.env, ...testRun().mark };
    this.#child = spawn(this.binary, ['--config', join(this.#directory, 'livekit.yaml')], { env, stdio: 'ignore' });
    const begun = Date.now();
    while (!(await answers(this.url))) {
      if (Date.now() - begun > PATIENCE_MS) throw new Error('LiveKit does not answer.');
      await sleep(50);
    }
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
