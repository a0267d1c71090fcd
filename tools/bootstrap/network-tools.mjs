import { findProgram, installWithApt, isExecutable } from './apt.mjs';

/** Programs with which tests lay networks of their own and cut them; where they are not, such tests say so and are skipped. */
const PROGRAMS = { ip: 'iproute2', nft: 'nftables' };

/**
 * Packages of Debian's that bring what is missing; none where nobody but root could use or install them.
 *
 * @returns {string[]}
 */
export function missingNetworkTools(env = process.env) {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) return [];
  return Object.entries(PROGRAMS)
    .filter(([program]) => !findProgram([program, `/usr/sbin/${program}`], env))
    .map(([, packaged]) => packaged);
}

/**
 * Installs them.
 *
 * @param {{ log: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 */
export function installNetworkTools({ log, env }) {
  const packages = missingNetworkTools(env);
  const mend = `install them by hand (Debian: sudo apt-get install ${packages.join(' ')}), then try again`;
  return installWithApt({ step: 'network-tools', packages, mend, log, env });
}
