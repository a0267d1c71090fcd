import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, type TestLivekit, type TestNats } from '@parley/testing';
import { bundle } from '../../../tools/build/service.mjs';

/** The gate as it is shipped, a process of its own between a client and a LiveKit whose callers are written down. */
export class GateProcess {
  /** What the process has said. */
  said = '';
  private child: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly way: Server,
    /** The head of every request that reached LiveKit through the gate. */
    readonly seen: string[],
    readonly port: number,
  ) {}

  static async start(livekit: TestLivekit, nats: TestNats): Promise<GateProcess> {
    const directory = mkdtempSync(join(tmpdir(), 'parley-gate-'));
    await bundle(resolve(import.meta.dirname, '..'), ['gate'], directory);
    const seen: string[] = [];
    const way = createServer((socket) => {
      const on = connect(Number(new URL(livekit.url).port), '127.0.0.1');
      socket.once('data', (data) => seen.push(data.toString()));
      socket.pipe(on).pipe(socket);
      for (const end of [socket, on])
        end.on('error', () => end.destroy()).on('close', () => [socket, on].forEach((one) => one.destroy()));
    }).listen(0, '127.0.0.1');
    await once(way, 'listening');
    const port = await freePort();
    const env = {
      PATH: process.env.PATH,
      PORT: String(port),
      LOG_LEVEL: 'trace',
      NATS_URL: nats.url('gate'),
      LIVEKIT_URL: `http://127.0.0.1:${(way.address() as AddressInfo).port}`,
      LIVEKIT_API_KEY: livekit.apiKey,
      LIVEKIT_API_SECRET: livekit.apiSecret,
      GATE_SNAPSHOT: join(directory, 'removals.json'),
      SHUTDOWN_SPREAD_MS: '200',
    };
    const gate = new GateProcess(directory, env, way, seen, port);
    await gate.startAgain();
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Files that went into the bundle. */
  sources(): string[] {
    return (JSON.parse(readFileSync(join(this.directory, 'gate.bundle.mjs.map'), 'utf8')) as { sources: string[] })
      .sources;
  }

  /** Starts it on its port, and tells how many milliseconds it took to listen. */
  async startAgain(): Promise<number> {
    const begun = Date.now();
    const child = spawn(process.execPath, [join(this.directory, 'gate.mjs')], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const output of [child.stdout, child.stderr])
      output.on('data', (text: Buffer) => (this.said += text.toString()));
    this.child = child;
    while (!(await this.answers('/healthz'))) {
      if (child.exitCode !== null) throw new Error(`the gate ended: ${this.said}`);
      await sleep(10);
    }
    return Date.now() - begun;
  }

  /** Whether it answers this address with 200. */
  async answers(path: string): Promise<boolean> {
    return fetch(`${this.url}${path}`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** Sends a signal, waits for the end and tells the exit code, null after a kill. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child as ChildProcess;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const gone = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await gone)[0];
  }

  async stop(): Promise<void> {
    await this.end('SIGKILL');
    this.way.close();
    rmSync(this.directory, { recursive: true });
  }
}
