import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { livekitPublicUrl, subgraphUrls, webhookUrl } from './service-env.ts';
import type { Installation } from './installation.ts';
import { DEMO_PEOPLE } from './secrets.ts';

/** Where everything answers; the stable part of what `--json` prints. */
export function addressesOf(installation: Installation) {
  const { publicUrl } = installation;
  return {
    url: publicUrl,
    graphql: `${publicUrl}/graphql`,
    ws: `${publicUrl.replace(/^http/, 'ws')}/graphql`,
    livekit: livekitPublicUrl(installation),
    internal: {
      webhook: webhookUrl(installation),
      subgraphs: subgraphUrls(installation),
      ...(installation.embeds.mail ? { mail: mailPageUrl(installation) } : {}),
    },
  };
}

/** Where the inbox of this machine shows what was sent. */
export const mailPageUrl = ({ ports }: Installation): string => `http://localhost:${ports.mail}`;

/** The demo accounts with their passwords. */
export function demoSignIns(installation: Installation): { email: string; password: string }[] {
  if (!installation.isDemo) return [];
  return DEMO_PEOPLE.map(({ email }) => ({ email, password: installation.secrets.demoPasswords[email] ?? '' }));
}

/** The PARLEY_PORT of the run that the home's run.json tells of; undefined when there was none. */
export function portOfLastRun(home: string): string | undefined {
  const file = join(home, 'run.json');
  if (!existsSync(file)) return undefined;
  return String((JSON.parse(readFileSync(file, 'utf8')) as { port: number }).port);
}

/**
 * Writes PARLEY_HOME/run.json: the addresses and the present pids. Replaced whole, so that nobody reads half of it.
 */
export function writeRunFile(installation: Installation, running: Map<string, { pid: number; started: string }>): void {
  const file = join(installation.home, 'run.json');
  const pick = (key: 'pid' | 'started') =>
    Object.fromEntries([...running].map(([name, process]) => [name, process[key]]));
  const content = {
    ...addressesOf(installation),
    port: installation.ports.gateway,
    pids: pick('pid'),
    starter: process.pid,
    started: pick('started'),
  };
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
