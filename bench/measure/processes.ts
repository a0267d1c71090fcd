import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Clock ticks in a second, as /proc counts CPU. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** CPU seconds a process has used, user and system, all threads; 0 when it is gone. */
export function cpuSeconds(pid: number): number {
  if (!existsSync(`/proc/${pid}/stat`)) return 0;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

export interface Started {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a process on one core and waits until it prints a line that contains `ready`, or answers at that port. */
export async function startOn(
  core: number,
  command: string[],
  options: { env?: Record<string, string>; ready: string | number; cwd?: string },
): Promise<Started> {
  const { PATH = '', HOME = '' } = process.env;
  const child: ChildProcess = spawn('taskset', ['-c', String(core), ...command], {
    env: { PATH, HOME, ...options.env },
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      if (output.length < 20_000) output += String(chunk);
      if (typeof options.ready === 'string' && output.includes(options.ready)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command.join(' ')} ended with ${code}: ${output.slice(-2_000)}`)));
    if (typeof options.ready === 'number') void untilAnswers(options.ready).then(resolve);
  });
  return {
    // taskset becomes the command, so the pid is the command's own.
    pid: child.pid as number,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function untilAnswers(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const answers = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (answers) return;
    await sleep(100);
  }
}

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
