import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '..', '..');

/** What `npm start -- --json` says when it is ready. */
interface Ready {
  url: string;
  graphql: string;
  pids: Record<string, number>;
}

/** The whole stack as people start it, in a home of its own. */
export interface Stack extends Ready {
  readonly port: number;
  /** The stack's Postgres, for a peer that is to have the same. */
  readonly superuserUrl: string;
  stop(): Promise<void>;
}

// One address plays a thousand people.
const BUDGETS = { BUDGET_POINTS: '1000000000', BUDGET_POINTS_PER_SECOND: '1000000000' };

/** All of it on one core. */
export async function startStack(core: number, port: number): Promise<Stack> {
  const home = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const command = [process.execPath, join(ROOT, 'tools', 'start.mjs'), '--json', '--no-web'];
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, PARLEY_HOME: home, PARLEY_PORT: String(port), LOG_LEVEL: 'warn', ...BUDGETS };
  const child = spawn('taskset', ['-c', String(core), ...command], {
    env,
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
    rmSync(home, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const ready = JSON.parse(line) as Ready;
    const { superuserPassword } = JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8')) as {
      superuserPassword: string;
    };
    return {
      ...ready,
      port,
      superuserUrl: `postgres://postgres:${superuserPassword}@127.0.0.1:${port + 6}/postgres`,
      stop,
    };
  }
  throw new Error('the stack did not start');
}
