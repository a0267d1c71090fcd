import { readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard } from '@parley/tools/bootstrap/guard.mjs';
import { portsOf } from '@parley/tools/bootstrap/ports.mjs';
import type { Starter } from '../../harness/starter.ts';
import type { Part } from './deck.ts';

/** A part of the stack as the nemesis reaches it: its processes, its port, whether it answers. */
export class Victim {
  readonly port: number;

  constructor(
    readonly part: Part,
    private readonly starter: Starter,
    private readonly guard: Pick<Guard, 'name'>,
  ) {
    this.port = portsOf({ PARLEY_PORT: String(starter.port) })[part];
  }

  /** The process that the starter runs; undefined between two of them. */
  get pid(): number | undefined {
    return this.starter.pids()[this.part];
  }

  /** Sends it a signal, and waits until it has gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const { pid } = this;
    if (pid === undefined) return;
    tell(pid, signal);
    while (isThere(pid)) await sleep(20);
  }

  /** Freezes every process of it; gives what lets them go on. */
  pause(): () => void {
    const pids = this.pid === undefined ? [] : treeOf(this.pid);
    // Should this process be killed now, the guard wakes them, so that they notice that all else is gone.
    for (const pid of pids) this.guard.name(pid, 'SIGCONT');
    for (const pid of pids) tell(pid, 'SIGSTOP');
    return () => {
      for (const pid of pids) tell(pid, 'SIGCONT');
    };
  }

  /** Kills it, and lets nobody start it again before the work is done. */
  async whileAway(work: () => Promise<void> | void): Promise<void> {
    const supervisor = this.starter.supervisor();
    tell(supervisor, 'SIGSTOP');
    try {
      const { pid } = this;
      if (pid !== undefined) tell(pid, 'SIGKILL');
      while (pid !== undefined && isThere(pid)) await sleep(20);
      await work();
    } finally {
      tell(supervisor, 'SIGCONT');
    }
  }

  /** Throws away what NATS has stored. */
  empty(): void {
    if (this.part !== 'nats') throw new Error(`${this.part} is not emptied: it is the record`);
    rmSync(join(this.starter.home, 'nats', 'data'), { recursive: true, force: true });
  }

  /** Whether it takes work. */
  async isWell(): Promise<boolean> {
    if (this.part === 'nats' || this.part === 'postgres') return greets(this.port, this.part === 'postgres');
    const answer = fetch(`http://127.0.0.1:${this.port}/readyz`, { signal: AbortSignal.timeout(1_000) });
    return answer.then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

/** A process and all below it. */
function treeOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').filter(Boolean);
    return [pid, ...children.flatMap((child) => treeOf(Number(child)))];
  } catch {
    return [];
  }
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile.
  }
}

/** Whether a process lives; a corpse that nobody has buried yet does not. */
function isThere(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat[stat.lastIndexOf(')') + 2] !== 'Z';
  } catch {
    return false;
  }
}

/** Asked for SSL, Postgres says S or N as soon as its postmaster listens; NATS speaks first. */
function greets(port: number, isPostgres: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      if (isPostgres) socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    });
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', () => (resolve(true), socket.destroy()));
    socket.on('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
