import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

const STAMP = 'node_modules/.parley-installed';

/**
 * Installs the locked packages, unless the last whole install was of the same lock.
 *
 * @param {string} workspace
 * @param {{ log: string, env: NodeJS.ProcessEnv }} options
 */
export async function installPackages(workspace, options) {
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=warn'], {
    step: 'packages',
    cwd: workspace,
    log: options.log,
    env: options.env,
    mend: 'look at the log; behind a proxy or mirror set npm up for it, then start again',
  });
  writeFileSync(join(workspace, STAMP), lockDigest(workspace));
}

/**
 * Whether what is installed is what the lock says. npm writes its own record of what it installed last of all, so a
 * killed install has neither the stamp nor that record.
 *
 * @param {string} workspace
 */
export function arePackagesInstalled(workspace) {
  const stamp = join(workspace, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockDigest(workspace)) return true;
  if (!matchesLock(workspace)) return false;
  writeFileSync(stamp, lockDigest(workspace));
  return true;
}

function lockDigest(workspace) {
  return createHash('sha256')
    .update(readFileSync(join(workspace, 'package-lock.json')))
    .digest('hex');
}

function matchesLock(workspace) {
  const record = join(workspace, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(workspace, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true;
    const have = installed[path];
    return have ? have.version === entry.version : Boolean(entry.optional || entry.peer);
  });
}
