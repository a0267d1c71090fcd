import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { startInSandbox } from './sandbox.ts';

const PATIENCE_MS = 30_000;

/** A service that runs in the sandbox, from its image's folder. */
export class Started {
  readonly #child: ReturnType<typeof startInSandbox>;
  readonly #exited: Promise<unknown[]>;
  #said = '';

  constructor(
    app: string,
    args: string[],
    env: NodeJS.ProcessEnv,
    /** Where it listens. */
    readonly url: string,
  ) {
    this.#child = startInSandbox(app, args, env);
    this.#exited = once(this.#child, 'exit');
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    }
  }

  /** Waits until a path answers 200, at another address than its own when one is given. @throws with all that the service said, when it exits or takes too long */
  async answers(path: string, at = this.url): Promise<Response> {
    const begun = Date.now();
    for (;;) {
      const response = await fetch(`${at}${path}`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
      if (response?.status === 200) return response;
      const { exitCode, signalCode } = this.#child;
      if (exitCode !== null || signalCode !== null) throw new Error(`it ended with ${exitCode}:\n${this.#said}`);
      if (Date.now() - begun > PATIENCE_MS) throw new Error(`${path} gave ${response?.status}:\n${this.#said}`);
      await sleep(50);
    }
  }

  /** Asks it to end. @returns its exit code, or the signal that ended it */
  async end(): Promise<unknown> {
    this.#child.kill('SIGTERM');
    const [code, signal] = await this.#exited;
    return code ?? signal;
  }

  /** For the end of a test that failed. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
