import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';

const TABLE = ['inet', 'parley_chaos'];
/** Says that this process is in its own network already. */
const ENTERED = 'PARLEY_CHAOS_NETWORK';

/**
 * Goes on as the same process in a network of its own, with a loopback and nothing else. It has no name: with the last process in it
 * it is gone, and every rule with it, however that process ended. Needs root, `unshare`, `ip` and `nft`.
 *
 * @returns why it is not in one; undefined when it is. Where it can enter one it does not return, but begins the program anew
 */
export function enterOwnNetwork(): string | undefined {
  const said = process.env[ENTERED];
  if (said === undefined) {
    const why = whyNot();
    if (why !== undefined) return why;
    const args = ['unshare', '--net', '--', process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    process.execve?.('/usr/bin/unshare', args, { ...process.env, [ENTERED]: 'own' } as Record<string, string>);
  }
  // Whoever inherits the variable and not the network has the machine's own interfaces: nothing may be cut there.
  if (Object.keys(networkInterfaces()).some((name) => name !== 'lo')) return 'this is the machine’s own network';
  execFileSync('ip', ['link', 'set', 'lo', 'up']);
  return undefined;
}

/** Drops every packet from and to a port of this network, silently, as a network does that is gone. */
export function cut(port: number): void {
  const drops = [`tcp dport ${port} drop`, `tcp sport ${port} drop`].join('\n');
  const rules = `table ${TABLE.join(' ')} {\nchain in {\ntype filter hook input priority 0\n${drops}\n}\n}\n`;
  execFileSync('nft', ['-f', '-'], { input: rules });
}

/** Lets everything through again. */
export function mend(): void {
  execFileSync('nft', ['delete', 'table', ...TABLE]);
}

function whyNot(): string | undefined {
  try {
    execFileSync('unshare', ['--net', '--', 'sh', '-c', 'ip link set lo up && nft list ruleset'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'a network of one’s own is not to be had here (root, unshare, ip, nft)';
  }
}
