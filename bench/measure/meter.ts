import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cpuSeconds } from './processes.ts';

const BENCH = join(import.meta.dirname, '..');
const BINARY = join(BENCH, 'out', 'meter');

/** What the meter plays; the fields are those of `Plan` in `meter/main.go`. */
export interface MeterPlan {
  address: string;
  path: string;
  protocol?: string;
  script: { send?: string; wait?: string }[];
  members: number;
  inFlight: number;
  seconds: number;
  warm: number;
  rate?: number;
  postAddress: string;
  postPath: string;
  postHeaders?: Record<string, string>;
  postBody: string;
  bodyBytes: number;
  bearers?: string[];
  postBearers?: string[];
}

/** One run: what the meter saw, and what the servers used meanwhile. */
export interface Run {
  posted: number;
  deliveries: number;
  seconds: number;
  /** Part of a core the meter itself used; above 0.9 the run says more of the meter than of the server. */
  busy: number;
  p50ms: number;
  p99ms: number;
  connectMs: number;
  /** CPU seconds of the server's processes while deliveries were counted. */
  cpu: number;
}

export function buildMeter(): void {
  mkdirSync(join(BENCH, 'out'), { recursive: true });
  execFileSync('go', ['build', '-o', BINARY, '.'], { cwd: join(BENCH, 'meter'), stdio: 'inherit' });
}

/** @throws Error when a member missed, repeated or misplaced a message */
export async function meter(core: number, plan: MeterPlan, pids: () => readonly number[]): Promise<Run> {
  const child = spawn('taskset', ['-c', String(core), BINARY], {
    env: { GOMAXPROCS: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const used = () => new Map(pids().map((pid) => [pid, cpuSeconds(pid)]));
  let before = new Map<number, number>();
  let cpu = 0;
  child.stdin.write(`${JSON.stringify(plan)}\n`);
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { ready?: true; mark?: string; error?: string; wrong?: string[] | null };
    if (said.error !== undefined) throw new Error(said.error);
    if (said.ready) child.stdin.end('\n');
    else if (said.mark === 'begin') before = used();
    else if (said.mark === 'end')
      cpu = [...used()].reduce((sum, [pid, seconds]) => sum + seconds - (before.get(pid) ?? 0), 0);
    else if (said.wrong?.length) throw new Error(`not correct: ${said.wrong.join('; ')}`);
    else return { ...(said as unknown as Run), cpu };
  }
  throw new Error('the meter ended without a word');
}
