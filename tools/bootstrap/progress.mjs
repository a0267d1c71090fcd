const REMINDER_MS = 10_000;
/** A step that began just now needs no reminder. */
const SLOW_AFTER_MS = 3000;

/** Tells on stderr which step runs, for how long, and what is still missing. */
export class Progress {
  #startedAt;
  #planned;
  #running = new Map();
  #timer;
  #write;

  /**
   * @param {string[]} planned names of the steps still to come, in order
   * @param {{ startedAt?: number, write?: (line: string) => void }} [options] startedAt: epoch milliseconds
   */
  constructor(planned, options = {}) {
    this.#planned = [...planned];
    this.#startedAt = options.startedAt ?? Date.now();
    this.#write = options.write ?? ((line) => void process.stderr.write(line));
    this.#timer = setInterval(() => this.#remind(), REMINDER_MS);
    this.#timer.unref();
  }

  /** Epoch milliseconds of the first step; handed on when another process continues the work. */
  get startedAt() {
    return this.#startedAt;
  }

  /**
   * Runs one step and tells how long it took.
   *
   * @template T
   * @param {string} name
   * @param {string} doing what it does, shown when it begins
   * @param {() => Promise<T> | T} work
   * @returns {Promise<T>}
   */
  async step(name, doing, work) {
    this.#planned = this.#planned.filter((other) => other !== name);
    const begun = Date.now();
    this.#running.set(name, begun);
    this.say(`${name}: ${doing}`);
    try {
      const result = await work();
      this.say(`${name}: ready (${seconds(Date.now() - begun)})`);
      return result;
    } finally {
      this.#running.delete(name);
    }
  }

  /** @param {string} text one line, without a line break */
  say(text) {
    this.#write(`[${seconds(Date.now() - this.#startedAt).padStart(8)}] ${text}\n`);
  }

  /** Ends the reminders. */
  close() {
    clearInterval(this.#timer);
  }

  #remind() {
    const slow = [...this.#running].filter(([, begun]) => Date.now() - begun >= SLOW_AFTER_MS);
    if (slow.length === 0) return;
    const running = slow.map(([name, begun]) => `${name} (${seconds(Date.now() - begun)})`);
    const then = this.#planned.length > 0 ? ` · then ${this.#planned.join(', ')}` : '';
    this.say(`still missing: ${running.join(', ')}${then}`);
  }
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
