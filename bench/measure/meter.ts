import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf } from '../stack/memory.ts';
import { cpuSeconds } from './processes.ts';

const BENCH = join(import.meta.dirname, '..');
const BINARY = join(BENCH, 'out', 'meter');

/** What the meter plays; the fields are those of `Plan` in `meter/main.go`. */
export interface MeterPlan {
  address: string;
  path?: string;
  protocol?: string;
  until?: string;
  answers?: Record<string, string>;
  script: { send?: string; wait?: string }[];
  poll?: { first: string; again: string; next: string };
  members: number;
  opening?: number;
  rooms?: string[];
  bearers?: string[];
  inFlight: number;
  seconds: number;
  warm: number;
  rate?: number;
  say?: string;
  postAddress?: string;
  postMethod?: string;
  postPath?: string;
  postHeaders?: Record<string, string>;
  postBody?: string;
  bodyBytes: number;
  watches?: number[][];
  shows?: { say: string; see: string; isAside?: boolean }[];
  ids?: string[];
  idAfter?: string;
  /** Everybody is dropped and comes back at once, instead of deliveries being measured. */
  storm?: {
    script?: { send?: string; wait?: string }[];
    remember?: Record<string, { after: string; until: string }>;
    isResumed: boolean;
  };
}

/** One run: what the meter saw, and what the servers used meanwhile. */
export interface Run {
  members: number;
  posted: number;
  deliveries: number;
  seconds: number;
  /** Part of a core the meter itself used; above 0.9 the run says more of the meter than of the server. */
  busy: number;
  p50ms: number;
  p99ms: number;
  /** Half of all messages were with the last member of their room within this. */
  lastP50ms: number;
  /** Of presence, else 0: the oldest that a view was, frames that told of somebody watched, and how often a socket had something to read. */
  maxMs: number;
  frames: number;
  reads: number;
  /** Of presence: CPU of the servers while everybody is connected and nobody changes, as a part of a core. */
  restingCpu: number;
  connectMs: number;
  /** CPU seconds and bytes (PSS) of the servers that all members' handshakes took: all of them, and by part. */
  openCpu: number;
  openBytes: number;
  openCpuOf: Record<string, number>;
  openBytesOf: Record<string, number>;
  /** CPU seconds of the servers by part while all were connected and nothing was said, for so many seconds. */
  heldCpuOf: Record<string, number>;
  heldSeconds: number;
  /** Of a storm: until all, and until half of all followed again; messages that members did not get while they were away. */
  backMs?: number;
  backP50ms?: number;
  missed: number;
  /** Of a storm: how often a member was turned away and came again a second later, and why the last time. */
  retries: number;
  lastRetry?: string;
  /** CPU seconds of the servers while deliveries were counted, or the storm lasted: all of them, and by part. */
  cpu: number;
  cpuOf: Record<string, number>;
  /** CPU seconds from the last delivery until the servers had come to rest. */
  lateCpu: number;
}

/** Processes whose CPU counts, as they are now, by the part they play. */
export type Parts = () => Readonly<Record<string, readonly number[]>>;

export function buildMeter(): void {
  mkdirSync(join(BENCH, 'out'), { recursive: true });
  execFileSync('go', ['build', '-o', BINARY, '.'], { cwd: join(BENCH, 'meter'), stdio: 'inherit' });
}

/** CPU seconds of each process by now, with its part. */
const used = (parts: Parts) =>
  new Map(Object.entries(parts()).flatMap(([part, pids]) => pids.map((pid) => [pid, { part, cpu: cpuSeconds(pid) }])));

/** What was used since, added to what was before; of a process that is new since, all of it. */
function usedSince(before: ReturnType<typeof used>, parts: Parts, earlier: Readonly<Record<string, number>> = {}) {
  const since: Record<string, number> = { ...earlier };
  for (const [pid, { part, cpu }] of used(parts)) since[part] = (since[part] ?? 0) + cpu - (before.get(pid)?.cpu ?? 0);
  return since;
}

const sumOf = (parts: Record<string, number>) => Object.values(parts).reduce((sum, seconds) => sum + seconds, 0);

const bytesOf = (parts: Parts) =>
  Object.fromEntries(Object.entries(parts()).map(([part, pids]) => [part, memoryOf(pids).pss * 1e6]));

const minus = (after: Record<string, number>, before: Record<string, number>) =>
  Object.fromEntries(Object.entries(after).map(([part, value]) => [part, value - (before[part] ?? 0)]));

/** Waits until the servers do next to nothing, so that nobody works into another's turn. @returns the CPU seconds it took */
async function rest(parts: Parts): Promise<number> {
  const begin = used(parts);
  for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
    const before = used(parts);
    await sleep(300);
    if (sumOf(usedSince(before, parts)) < 0.05) break;
  }
  return sumOf(usedSince(begin, parts));
}

/**
 * @param heldSeconds how long all stay connected before anything is said and before memory is read, 0 to 60
 * @throws Error when a member missed, repeated or misplaced a message
 */
export async function meter(core: number, plan: MeterPlan, parts: Parts, heldSeconds = 0): Promise<Run> {
  const child = spawn('taskset', ['-c', String(core), BINARY], {
    env: { GOMAXPROCS: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const empty = bytesOf(parts);
  let before = used(parts);
  const open = { openCpuOf: {}, openBytesOf: {}, heldCpuOf: {}, heldSeconds, restingCpu: 0 };
  let restingSince = 0;
  let cpuOf: Record<string, number> = {};
  child.stdin.write(`${JSON.stringify(plan)}\n`);
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { ready?: true; mark?: string; error?: string; wrong?: string[] | null };
    if (said.error !== undefined) throw new Error(said.error);
    if (said.ready) {
      open.openCpuOf = usedSince(before, parts);
      before = used(parts);
      await sleep(heldSeconds * 1e3);
      open.heldCpuOf = usedSince(before, parts);
      open.openBytesOf = minus(bytesOf(parts), empty);
      child.stdin.end('\n');
    } else if (said.mark === 'begin') before = used(parts);
    else if (said.mark === 'resting') [before, restingSince] = [used(parts), performance.now()];
    else if (said.mark === 'rested')
      open.restingCpu = sumOf(usedSince(before, parts)) / ((performance.now() - restingSince) / 1e3);
    // Presence is counted with breaks.
    else if (said.mark === 'end') cpuOf = usedSince(before, parts, cpuOf);
    else if (said.wrong?.length) throw new Error(`not correct: ${said.wrong.join('; ')}`);
    else
      return {
        ...(said as unknown as Run),
        ...open,
        openCpu: sumOf(open.openCpuOf),
        openBytes: sumOf(open.openBytesOf),
        members: plan.members,
        cpu: sumOf(cpuOf),
        cpuOf,
        lateCpu: await rest(parts),
      };
  }
  throw new Error('the meter ended without a word');
}
