import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { StepFailure } from '../../bootstrap/failure.mjs';
import type { Guard } from '../../bootstrap/guard.mjs';

const PATIENCE_MS = 4000;

/** The processes of one control plane. Nothing is started again: one that exits spoils the proof, and it says so. */
export class Parts {
  readonly #children = new Map<string, ChildProcess>();
  readonly #logs: string;
  readonly #guard: Guard;
  #fault: StepFailure | undefined;

  /** @param logs directory, made if it is not there */
  constructor(logs: string, guard: Guard) {
    mkdirSync(logs, { recursive: true });
    this.#logs = logs;
    this.#guard = guard;
  }

  start(name: string, command: string, args: string[]): void {
    const log = join(this.#logs, `${name}.log`);
    const out = openSync(log, 'w', 0o600);
    const child = spawn(command, args, { env: { ...process.env, ...this.#guard.mark }, stdio: ['ignore', out, out] });
    closeSync(out);
    this.#children.set(name, child);
    const over = (how: string) => {
      if (this.#children.get(name) !== child) return;
      this.#fault ??= new StepFailure(name, `${name} exited (${how})`, { log });
    };
    child.once('error', (error) => over(error.message));
    child.once('exit', (code, signal) => over(signal ?? `code ${code}`));
  }

  /** @throws StepFailure when a part is no more */
  check(): void {
    if (this.#fault) throw this.#fault;
  }

  /** Ends a part, by its pid: gently, then not. */
  async stop(name: string): Promise<void> {
    const child = this.#children.get(name);
    this.#children.delete(name);
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    await gone;
    clearTimeout(impatience);
  }
}
