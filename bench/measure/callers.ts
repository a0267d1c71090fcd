import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One run of the callers; the fields are those of a line to `peers/callers.mjs`. */
export interface CallersPlan {
  callers: number;
  /** Seconds before counting, and of counting. */
  warm: number;
  seconds: number;
  /** Bytes of a message's text. */
  bytes: number;
}

/** What came of it. */
export interface CallersRun {
  stored: number;
  seconds: number;
  p50ms: number;
  p99ms: number;
  /** CPU seconds of the process that the callers are in. */
  ownCpu: number;
}

/** A process with a store and callers in it. */
export interface Callers {
  run(plan: CallersPlan): Promise<CallersRun>;
  stop(): Promise<void>;
}

/** Starts one on a core. `file` serves a store by `peers/callers.mjs`. */
export async function startCallers(core: number, file: string, env: Record<string, string>): Promise<Callers> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('taskset', ['-c', String(core), process.execPath, file], {
    env: { PATH, HOME, NODE_ENV: 'production', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${file} has ended`);
    return value;
  };
  if ((await next()) !== 'ready') throw new Error(`${file} did not start`);
  return {
    async run(plan) {
      child.stdin.write(`${JSON.stringify(plan)}\n`);
      const { wrong, ...run } = JSON.parse(await next()) as CallersRun & { wrong?: string };
      if (wrong !== undefined) throw new Error(`not correct: ${wrong}`);
      return run;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      await gone;
    },
  };
}
