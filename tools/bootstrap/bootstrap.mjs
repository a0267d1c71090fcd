import { join } from 'node:path';
import { lockHome, makeHome, parleyHome, WORKSPACE } from './home.mjs';
import { checkMachine } from './needs.mjs';
import { node24 } from './node24.mjs';
import { arePackagesInstalled, installPackages } from './packages.mjs';
import { embeddedParts } from './parts.mjs';
import { buildServer, findServer, SERVERS, whileBuilding } from './servers.mjs';

/**
 * Makes the home and takes it for this process.
 *
 * @returns {string} the home
 */
export function openHome(env = process.env) {
  checkMachine();
  const home = parleyHome(env);
  makeHome(home);
  const unlock = lockHome(home);
  process.once('exit', unlock);
  return home;
}

/**
 * Brings a clone to where Node 24 and both servers are at hand: the packages and the servers side by side. `s3`: the one
 * that tests of recording store in.
 *
 * @param {{ home: string, progress: import('./progress.mjs').Progress, guard: import('./guard.mjs').Guard, env?: NodeJS.ProcessEnv,
 *   needs?: { nats: boolean, livekit: boolean, s3?: boolean } }} options
 * @returns {Promise<{ node: string, binaries: { nats?: string, livekit?: string } }>}
 */
export async function bootstrap({ home, progress, guard, env = process.env, needs = embeddedParts(env) }) {
  const marked = { ...env, ...guard.mark };
  const log = (name) => join(home, 'logs', `${name}.log`);
  const server = async (needed, pinned) => {
    if (!needed) return undefined;
    const found = await findServer(pinned, env);
    if (found) return found;
    return progress.step(pinned.name, whileBuilding(pinned), () =>
      buildServer(pinned, { log: log(pinned.name), env: marked }),
    );
  };
  const packages = async () => {
    if (arePackagesInstalled(WORKSPACE)) return;
    await progress.step('packages', 'npm ci (about two minutes)', () =>
      installPackages(WORKSPACE, { log: log('packages'), env: marked }),
    );
  };
  const [, nats, livekit] = await Promise.all([
    packages(),
    server(needs.nats, SERVERS.nats),
    server(needs.livekit, SERVERS.livekit),
    server(needs.s3, SERVERS.versitygw),
  ]);
  return { node: node24(WORKSPACE), binaries: { nats, livekit } };
}
