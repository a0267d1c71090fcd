import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StepFailure } from './failure.mjs';
import { run } from './run.mjs';

/** How long whoever else installs something at that moment is waited for, in seconds. */
const OTHERS_SECONDS = 300;

/**
 * The first of these programs that can be run: a path as it stands, a bare name from PATH.
 *
 * @param {(string | undefined)[]} names
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function findProgram(names, env = process.env) {
  const places = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return names
    .flatMap((name) => (!name || name.includes('/') ? [name] : places.map((place) => join(place, name))))
    .find((file) => file && isExecutable(file));
}

/**
 * Installs packages of Debian's, when we are root on a system with apt; else says how to get them.
 *
 * @param {{ step: string, packages: string[], mend: string, log: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 */
export async function installWithApt({ step, packages, mend, log, env }) {
  const hasApt = isExecutable('/usr/bin/apt-get');
  if (process.getuid?.() !== 0 || !hasApt) {
    throw new StepFailure(step, `there is no ${step}, and ${hasApt ? 'only root may install one' : 'no apt-get'}`, {
      mend,
    });
  }
  const settings = { step, env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, mend };
  const apt = ['-o', `DPkg::Lock::Timeout=${OTHERS_SECONDS}`];
  await run('apt-get', [...apt, 'update'], { ...settings, log: `${log}.update.log` });
  await run('apt-get', [...apt, 'install', '-y', '--no-install-recommends', ...packages], { ...settings, log });
}

/** Whether a file can be run. */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
