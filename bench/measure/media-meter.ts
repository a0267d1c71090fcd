import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cpuSeconds } from './processes.ts';

const BENCH = join(import.meta.dirname, '..');
const BINARY = join(BENCH, 'out', 'media-meter');

/** What is sent into a room; sizes and rates are in `media-meter/main.go`. */
export type Kind = 'audio' | 'video' | 'screen';

/** What the meter plays; the fields are those of `plan` in `media-meter/main.go`. */
export interface MediaPlan {
  /** `ws://…` of LiveKit itself. */
  url: string;
  /** Join token of whoever sends. */
  sender: string;
  /** Join tokens of those who receive. */
  receivers: string[];
  kind: Kind;
  warmMs: number;
  ms: number;
}

/** One run of the meter. */
export interface MediaRun {
  seconds: number;
  /** Part of a core the meter itself used. */
  busy: number;
  /** Datagrams that reached a socket, of those that every receiver and the media server should have got; reports make it a little more than 1. */
  arrivedShare: number;
  /** Datagrams that the kernel dropped before a socket. */
  dropped: number;
  bitsPerSecond: number;
  receivers: number;
  /** CPU seconds of the media server meanwhile. */
  cpu: number;
}

/** Builds the meter; LiveKit's own module, already in Go's cache where LiveKit was built. */
export function buildMediaMeter(): void {
  mkdirSync(join(BENCH, 'out'), { recursive: true });
  execFileSync('go', ['build', '-o', BINARY, '.'], { cwd: join(BENCH, 'media-meter'), stdio: 'inherit' });
}

/** Runs the meter on one core. @throws Error when somebody could not join or publish */
export async function playMedia(core: number, plan: MediaPlan, livekitPid: number): Promise<MediaRun> {
  const child = spawn('taskset', ['-c', String(core), BINARY], {
    env: { GOMAXPROCS: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let cpu = 0;
  child.stdin.end(`${JSON.stringify(plan)}\n`);
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const said = JSON.parse(line) as { mark?: string; error?: string } & Omit<MediaRun, 'cpu'>;
    if (said.error !== undefined) throw new Error(said.error);
    if (said.mark === 'begin') cpu = cpuSeconds(livekitPid);
    else if (said.mark === 'end') cpu = cpuSeconds(livekitPid) - cpu;
    else return { ...said, cpu };
  }
  throw new Error('the media meter ended without a word');
}
