import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startTime } from '../bootstrap/processes.mjs';
import type { Command } from '../embedded/postgres.ts';

const LARGEST_LOG_BYTES = 32 * 1024 * 1024;
/** A part that lived this long is taken to have been well; its next exit is its first again. */
const WELL_AFTER_MS = 10_000;
const DELAYS_MS = [0, 100, 300, 1000, 2000, 5000, 10_000];

/** One process of the stack, and how to end it gently. */
export interface Part extends Command {
  name: string;
  env: NodeJS.ProcessEnv;
  stopSignal: NodeJS.Signals;
}

interface Held {
  part: Part;
  child: ChildProcess;
  begun: number;
  exits: number;
  timer?: NodeJS.Timeout;
}

/** Keeps parts running: an exited one is started again, at once at first, later after growing pauses. */
export class Supervisor {
  readonly #logs: string;
  readonly #onChange: () => void;
  readonly #say: (line: string) => void;
  readonly #held = new Map<string, Held>();
  readonly #stopping = new Set<string>();
  #isClosing = false;

  constructor(options: { logs: string; onChange: () => void; say: (line: string) => void }) {
    this.#logs = options.logs;
    this.#onChange = options.onChange;
    this.#say = options.say;
  }

  /** The file that a part writes to. */
  logOf(name: string): string {
    return join(this.#logs, `${name}.log`);
  }

  /** How often a part exited without having lived well in between. */
  exitsOf(name: string): number {
    return this.#held.get(name)?.exits ?? 0;
  }

  /** The processes that live now, by part, with the time each began. */
  running(): Map<string, { pid: number; started: string }> {
    const running = new Map<string, { pid: number; started: string }>();
    for (const [name, { child }] of this.#held) {
      const started =
        child.pid && child.exitCode === null && child.signalCode === null ? startTime(child.pid) : undefined;
      if (child.pid && started) running.set(name, { pid: child.pid, started });
    }
    return running;
  }

  /** From now on nothing is started again. */
  close(): void {
    this.#isClosing = true;
    for (const { timer } of this.#held.values()) clearTimeout(timer);
  }

  /** Starts a part and keeps it running from now on. */
  start(part: Part): void {
    this.#stopping.delete(part.name);
    this.#spawn(part, 0);
  }

  /** Ends a part and starts it anew. */
  async restart(name: string): Promise<void> {
    const part = this.#held.get(name)?.part;
    if (!part) return;
    await this.stop([name], 5000);
    this.start(part);
  }

  /**
   * Ends parts, side by side.
   *
   * @param patienceMs what is still there after that is killed
   */
  async stop(names: string[], patienceMs: number): Promise<void> {
    await Promise.all(names.map((name) => this.#stopOne(name, patienceMs)));
  }

  async #stopOne(name: string, patienceMs: number): Promise<void> {
    const held = this.#held.get(name);
    this.#stopping.add(name);
    if (!held) return;
    clearTimeout(held.timer);
    if (held.child.exitCode !== null || held.child.signalCode !== null || !held.child.pid) return;
    const gone = new Promise((resolve) => held.child.once('exit', resolve));
    held.child.kill(held.part.stopSignal);
    const impatience = setTimeout(() => held.child.kill('SIGKILL'), patienceMs);
    await gone;
    clearTimeout(impatience);
  }

  #spawn(part: Part, exits: number): void {
    if (this.#isClosing) return;
    const { name, command, args, cwd, env, uid, gid } = part;
    const log = openLog(this.logOf(name));
    const child = spawn(command, args, { cwd, env, uid, gid, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    const held: Held = { part, child, begun: Date.now(), exits };
    this.#held.set(name, held);
    if (child.pid) process.send?.({ pid: child.pid, signal: name === 'postgres' ? part.stopSignal : 'SIGKILL' });
    let isOver = false;
    const over = (how: string) => {
      if (isOver) return;
      isOver = true;
      this.#onExit(held, how);
    };
    child.once('error', (error) => over(error.message));
    child.once('exit', (code, signal) => over(signal ?? `code ${code}`));
    this.#onChange();
  }

  #onExit(held: Held, how: string): void {
    const { name } = held.part;
    if (this.#isClosing || this.#stopping.has(name)) return;
    const exits = Date.now() - held.begun > WELL_AFTER_MS ? 1 : held.exits + 1;
    held.exits = exits;
    const delay = DELAYS_MS[Math.min(exits, DELAYS_MS.length) - 1] ?? 0;
    this.#say(
      `${name} exited (${how}); starting it again${delay ? ` in ${delay / 1000} s` : ''}; log ${this.logOf(name)}`,
    );
    this.#onChange();
    held.timer = setTimeout(() => this.#spawn(held.part, exits), delay);
  }
}

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > LARGEST_LOG_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}
