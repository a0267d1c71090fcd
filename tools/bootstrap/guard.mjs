import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startTime } from './processes.mjs';

const WATCHDOG = fileURLToPath(new URL('./watchdog.mjs', import.meta.url));

/** Sees to it that no process of this run outlives the process that made the guard, however that one ends. */
export class Guard {
  /** Name of the variable that marks the processes of one run; its value differs in each. */
  static VARIABLE = 'PARLEY_RUN';
  #id = randomUUID();
  #named = new Map();
  #watchdog;
  #isClosed = false;

  constructor() {
    this.#watch();
  }

  /** The environment that every process of the run must be given. */
  get mark() {
    return { [Guard.VARIABLE]: this.#id };
  }

  /**
   * Names a process whose environment the watchdog may not be able to read, or that wants a gentler end than SIGKILL.
   *
   * @param {number} pid
   * @param {NodeJS.Signals} signal sent first; SIGKILL follows after four seconds
   */
  name(pid, signal) {
    for (const [old, { started }] of this.#named) if (startTime(old) !== started) this.#named.delete(old);
    this.#named.set(pid, { signal, started: startTime(pid) });
    this.#tell(pid, signal);
  }

  /**
   * Ends the watch, and with it whatever still runs.
   *
   * @returns {Promise<void>} when nothing is left
   */
  close() {
    this.#isClosed = true;
    const watchdog = this.#watchdog;
    if (watchdog.exitCode !== null || watchdog.signalCode !== null) return Promise.resolve();
    watchdog.ref();
    return new Promise((resolve) => {
      watchdog.once('exit', () => resolve());
      watchdog.stdin?.end();
    });
  }

  #watch() {
    const env = { ...process.env };
    delete env[Guard.VARIABLE];
    this.#watchdog = spawn(process.execPath, [WATCHDOG, `${Guard.VARIABLE}=${this.#id}`], {
      detached: true,
      cwd: '/',
      env,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#watchdog.unref();
    this.#watchdog.stdin?.unref?.();
    this.#watchdog.stdin?.on('error', () => undefined);
    this.#watchdog.once('exit', () => {
      if (!this.#isClosed) this.#watch();
    });
    for (const [pid, { signal }] of this.#named) this.#tell(pid, signal);
  }

  #tell(pid, signal) {
    this.#watchdog.stdin?.write(`${JSON.stringify({ pid, signal })}\n`);
  }
}
