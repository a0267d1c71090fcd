import { environmentOf } from '@parley/tools/embedded/environment-of.ts';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Another process of a service that the starter runs: the same command, place and environment, but for what is said. */
export class Copy {
  private process: ChildProcess | undefined;
  readonly port: number;

  /**
   * @param pid the running process it is a copy of
   * @param changes what its environment says differently; PORT at least
   */
  constructor(
    private readonly pid: number,
    private readonly changes: Record<string, string> & { PORT: string },
  ) {
    this.port = Number(changes.PORT);
  }

  /** Starts it and waits until it takes work. */
  async start(): Promise<this> {
    const [command = '', ...args] = readFileSync(`/proc/${this.pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    const env = environmentOf(this.pid);
    const cwd = readlinkSync(`/proc/${this.pid}/cwd`);
    this.process = spawn(command, args, { cwd, env: { ...env, ...this.changes }, stdio: 'ignore' });
    for (let tries = 0; !(await this.isReady()); tries += 1) {
      if (tries > 600 || this.process.exitCode !== null) throw new Error(`a copy on port ${this.port} does not start`);
      await sleep(50);
    }
    return this;
  }

  /** Another like it, on another port, started and ready. */
  again(port: number): Promise<Copy> {
    return new Copy(this.pid, { ...this.changes, PORT: String(port) }).start();
  }

  /** Ends it as Kubernetes does, and waits until it has gone. */
  async terminate(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const gone = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGTERM');
    await gone;
  }

  kill(): void {
    this.process?.kill('SIGKILL');
  }

  private async isReady(): Promise<boolean> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`).catch(() => undefined);
    return answer?.status === 200;
  }
}
