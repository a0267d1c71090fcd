import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { StepFailure } from './failure.mjs';
import { run } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * A Chromium for the journeys: the one that PARLEY_CHROMIUM names, one on PATH, or one that Playwright once fetched.
 *
 * @returns {string | undefined}
 */
export function findChromium(env = process.env) {
  const onPath = (env.PATH ?? '').split(delimiter).flatMap((place) => NAMES.map((name) => join(place, name)));
  return [env.PARLEY_CHROMIUM, ...onPath, ...fetchedByPlaywright(env)].find((file) => file && isExecutable(file));
}

/**
 * Installs Debian's Chromium, when we are root on a system with apt; else says how to get one.
 *
 * @param {{ log: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>}
 */
export async function installChromium(options) {
  const byHand =
    'install a Chromium (Debian: sudo apt-get install chromium), or name one in PARLEY_CHROMIUM; then try again';
  const hasApt = isExecutable('/usr/bin/apt-get');
  if (process.getuid?.() !== 0 || !hasApt) {
    throw new StepFailure(
      'chromium',
      `there is no Chromium, and ${hasApt ? 'only root may install one' : 'no apt-get'}`,
      { mend: byHand },
    );
  }
  const env = { ...options.env, DEBIAN_FRONTEND: 'noninteractive' };
  const settings = { step: 'chromium', env, mend: byHand };
  await run('apt-get', ['update'], { ...settings, log: `${options.log}.update.log` });
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
    ...settings,
    log: options.log,
  });
  const chromium = findChromium(options.env);
  if (!chromium)
    throw new StepFailure('chromium', 'it was installed and still is not on PATH', { log: options.log, mend: byHand });
  return chromium;
}

function fetchedByPlaywright(env) {
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ms-playwright');
  try {
    const versions = readdirSync(cache)
      .filter((entry) => /^chromium-\d+$/.test(entry))
      .sort();
    return versions.reverse().map((version) => join(cache, version, 'chrome-linux/chrome'));
  } catch {
    return [];
  }
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
