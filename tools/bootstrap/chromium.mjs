import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findProgram, installWithApt } from './apt.mjs';
import { StepFailure } from './failure.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * A Chromium for the journeys and for recording: the one that PARLEY_CHROMIUM names, one on PATH, or one that Playwright
 * once fetched.
 *
 * @returns {string | undefined}
 */
export function findChromium(env = process.env) {
  return findProgram([env.PARLEY_CHROMIUM, ...NAMES, ...fetchedByPlaywright(env)], env);
}

/**
 * Installs Debian's Chromium, when we are root on a system with apt; else says how to get one.
 *
 * @param {{ log: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>}
 */
export async function installChromium({ log, env }) {
  const mend =
    'install a Chromium (Debian: sudo apt-get install chromium), or name one in PARLEY_CHROMIUM; then try again';
  await installWithApt({ step: 'chromium', packages: ['chromium', 'fonts-dejavu-core'], mend, log, env });
  const chromium = findChromium(env);
  if (!chromium) throw new StepFailure('chromium', 'it was installed and still is not on PATH', { log, mend });
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
