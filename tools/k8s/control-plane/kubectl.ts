import { execFile } from 'node:child_process';

/** What kubectl came to. */
export interface Said {
  code: number;
  stdout: string;
  stderr: string;
  /** What the API server warned of, without the word `Warning:`. */
  warnings: string[];
}

const LARGEST_OUTPUT = 64 * 1024 * 1024;

/** The real kubectl, speaking to one control plane as its admin. */
export class Kubectl {
  readonly #binary: string;
  readonly #kubeconfig: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(binary: string, kubeconfig: string, env: NodeJS.ProcessEnv) {
    this.#binary = binary;
    this.#kubeconfig = kubeconfig;
    this.#env = env;
  }

  /** @param input given on stdin */
  run(args: string[], input = ''): Promise<Said> {
    return new Promise((resolve) => {
      const options = { env: this.#env, maxBuffer: LARGEST_OUTPUT };
      const child = execFile(
        this.#binary,
        ['--kubeconfig', this.#kubeconfig, ...args],
        options,
        (error, stdout, stderr) => {
          const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
          resolve({
            code,
            stdout,
            stderr: stderr || (error && !stdout ? error.message : ''),
            warnings: warnings(stderr),
          });
        },
      );
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input);
    });
  }

  /** As run, and a failure of kubectl is thrown with its words. */
  async must(args: string[], input = ''): Promise<Said> {
    const said = await this.run(args, input);
    if (said.code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${said.stderr.trim() || said.stdout.trim()}`);
    return said;
  }
}

function warnings(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('Warning:'))
    .map((line) => line.slice('Warning:'.length).trim());
}

/**
 * Objects as kubectl reads them from stdin: one document each. Of a List it would check the fields by itself, and ask the
 * API server for no strict look.
 */
export function documents(objects: object[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}
