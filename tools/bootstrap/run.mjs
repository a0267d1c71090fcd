import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { StepFailure } from './failure.mjs';

/**
 * Runs a command with both its outputs in a log file, and fails with that file's name.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ step: string, log: string, mend: string, cwd?: string, env?: NodeJS.ProcessEnv, uid?: number, gid?: number }} options
 * @returns {Promise<void>}
 */
export function run(command, args, options) {
  mkdirSync(dirname(options.log), { recursive: true });
  const out = openSync(options.log, 'w', 0o600);
  const fail = (why) => new StepFailure(options.step, why, { log: options.log, mend: options.mend });
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      uid: options.uid,
      gid: options.gid,
      stdio: ['ignore', out, out],
    });
    closeSync(out);
    child.once('error', (error) => reject(fail(`${command} did not start: ${error.message}`)));
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(fail(`${command} ${args.join(' ')} ended with ${signal ?? `code ${code}`}`));
    });
  });
}
