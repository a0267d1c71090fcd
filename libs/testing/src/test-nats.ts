import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BUS_USERS } from '@parley/tools/bootstrap/parts.mjs';
import { freePort } from '@parley/tools/embedded/free-port.ts';
import { natsConfig } from '@parley/tools/embedded/nats.ts';
import { testRun } from './test-run.ts';

type NatsConfig = Parameters<typeof natsConfig>[0];

const PATIENCE_MS = 10_000;

/**
 * A real NATS of one test: the users and permissions of the product, JetStream on disk. It can be killed and started
 * again on its port, with or without what it had stored.
 */
export class TestNats {
  readonly #directory: string;
  readonly #port: number;
  #child: ChildProcess | undefined;

  private constructor(directory: string, port: number) {
    this.#directory = directory;
    this.#port = port;
  }

  /** Starts a broker on a free port; `cluster`: one server of several (`TestNatsCluster`). */
  static async start(cluster?: NatsConfig['cluster']): Promise<TestNats> {
    const directory = mkdtempSync(join(tmpdir(), 'parley-nats-'));
    const port = await freePort();
    const passwords = Object.fromEntries(BUS_USERS.map((user) => [user, passwordOf(user)]));
    const config = natsConfig({ port, storeDirectory: join(directory, 'data'), passwords, cluster });
    writeFileSync(join(directory, 'nats.conf'), config, { mode: 0o600 });
    const nats = new TestNats(directory, port);
    await nats.startAgain();
    return nats;
  }

  /** The address by which a service, the gateway or the gate reaches it. */
  url(user: string): string {
    return `nats://${user}:${passwordOf(user)}@127.0.0.1:${this.#port}`;
  }

  /** kill -9, as a crash. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  /** Forgets every stream and consumer. The broker must not be running. */
  wipe(): void {
    rmSync(join(this.#directory, 'data'), { recursive: true, force: true });
  }

  /** Starts it again on its port and waits until it greets. */
  async startAgain(): Promise<void> {
    const { natsServer, mark } = testRun();
    this.#child = spawn(natsServer, ['--config', join(this.#directory, 'nats.conf')], {
      env: { ...process.env, ...mark },
      stdio: 'ignore',
    });
    const begun = Date.now();
    while (!(await greets(this.#port))) {
      if (Date.now() - begun > PATIENCE_MS) throw new Error('NATS does not answer.');
      await sleep(20);
    }
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function passwordOf(user: string): string {
  return `test-${user}`;
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}
