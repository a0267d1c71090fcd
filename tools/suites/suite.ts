import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a suite came to. */
export interface Count {
  passed: number;
  failed: number;
  skipped: number;
  /** Of the passed: those that did so at the second try only. */
  again?: number;
  /** Each test that failed, or did so once, by its name with the first lines of what it said. */
  troubles?: string[];
}

/** One thing that `npm test` runs. */
export interface Suite {
  name: string;
  run(): Promise<Count>;
}

/** The root of this clone. */
export const WORKSPACE = join(import.meta.dirname, '../..');

/** A suite that is one command, and counts as one test. */
export function single(name: string, command: string, args: string[]): Suite {
  return {
    name,
    async run() {
      const isPassed = (await show(command, args)) === 0;
      return { passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, skipped: 0 };
    },
  };
}

/**
 * Runs a program of the packages' with its output shown.
 *
 * @param options environment added; directory to run in
 * @returns its exit code, 1 when a signal ended it
 */
export function show(
  command: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? WORKSPACE,
      env: { ...suiteEnv(), ...options.env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** The environment of every suite: our Node and the packages' programs first on PATH, no Nx daemon. */
export function suiteEnv(): NodeJS.ProcessEnv {
  const path = [join(process.execPath, '..'), join(WORKSPACE, 'node_modules/.bin'), process.env.PATH ?? ''];
  return {
    ...process.env,
    PATH: path.join(delimiter),
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_ISOLATE_PLUGINS: 'false',
  };
}

/** A script of a package.json, if it is there. */
export function hasScript(directory: string, script: string): boolean {
  const file = join(WORKSPACE, directory, 'package.json');
  if (!existsSync(file)) return false;
  return script in ((JSON.parse(readFileSync(file, 'utf8')) as { scripts?: object }).scripts ?? {});
}
