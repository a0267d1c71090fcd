import { spawn, type ChildProcess } from 'node:child_process';
import { freePort, testRun } from '@parley/testing';

/** A real nats-server of a test's own: can be killed, and comes back empty on the same port. */
export class NatsServer {
  private child: ChildProcess | undefined;

  private constructor(readonly port: number) {}

  static async start(): Promise<NatsServer> {
    const server = new NatsServer(await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const { natsServer, mark } = testRun();
    const child = spawn(natsServer, ['-a', '127.0.0.1', '-p', String(this.port)], {
      env: { ...process.env, ...mark },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`nats-server ended with ${code}`)));
      child.stderr.on('data', (text: Buffer) => (String(text).includes('Server is ready') ? resolve() : undefined));
    });
  }

  /** kill -9, and gone. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    await new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGKILL');
    });
  }
}
