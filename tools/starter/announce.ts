import { addressesOf, demoSignIns, mailPageUrl } from './run-file.ts';
import type { Installation } from './installation.ts';

/** The one line of JSON that programs wait for. */
export function asJson(installation: Installation, running: Map<string, { pid: number }>): string {
  const pids = Object.fromEntries([...running].map(([name, { pid }]) => [name, pid]));
  return JSON.stringify({ ...addressesOf(installation), pids, demo: demoSignIns(installation) });
}

/**
 * What a person reads when everything runs.
 *
 * @param invitation how others on the local network come in, where an address is shared
 */
export function asText(installation: Installation, invitation = ''): string {
  const signIns = demoSignIns(installation).map(({ email, password }) => `    ${email}   ${password}`);
  const demo = signIns.length > 0 ? `\n  Two people to sign in as:\n${signIns.join('\n')}\n` : '';
  const mail = installation.embeds.mail ? `  Mail: ${mailPageUrl(installation)}\n` : '';
  return `\n  Parley is ready: ${installation.publicUrl}\n${mail}${invitation}${demo}\n  Logs and state: ${installation.home} · Ctrl-C ends everything\n\n`;
}
