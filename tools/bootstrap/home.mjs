import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StepFailure } from './failure.mjs';
import { isAlive, startTime } from './processes.mjs';

/** The root of this clone. */
export const WORKSPACE = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The directory that holds this installation's state: PARLEY_HOME, or `.parley` in the clone. */
export function parleyHome(env = process.env) {
  return resolve(WORKSPACE, env.PARLEY_HOME || '.parley');
}

/**
 * Makes the state's directories. The home itself may be passed through (Postgres may run as another user), not listed.
 *
 * @param {string} home
 */
export function makeHome(home) {
  mkdirSync(home, { recursive: true, mode: 0o711 });
  mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 });
}

/**
 * Takes the home for this process, or says who has it.
 *
 * @param {string} home
 * @returns {() => void} gives it back
 */
export function lockHome(home) {
  const file = join(home, 'starter.json');
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, started: startTime(process.pid) }), { mode: 0o600 });
  try {
    for (;;) {
      try {
        linkSync(mine, file);
        return () => rmSync(file, { force: true });
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
        refuseIfAlive(home, file);
        rmSync(file, { force: true });
      }
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function refuseIfAlive(home, file) {
  let holder;
  try {
    holder = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return;
  }
  if (!isAlive(holder.pid, holder.started)) return;
  throw new StepFailure('home', `Parley already runs from ${home}, started by process ${holder.pid}`, {
    mend: `stop that one (Ctrl-C in its terminal, or: kill ${holder.pid}), or give this one another PARLEY_HOME and PARLEY_PORT`,
  });
}
