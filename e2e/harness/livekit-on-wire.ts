import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, SERVERS } from '@parley/tools/bootstrap/servers.mjs';
import { ADDRESS, WIRE, WIRE_CIDR } from './namespaces.ts';

/** The name of the TURN server in its certificate; a browser needs to be told where it is (`turnArguments`). */
const TURN_DOMAIN = 'turn.parley.test';

/** What a browser on the other side needs, to take this TURN server for the one it is. */
export const turnArguments = [
  `--host-resolver-rules=MAP ${TURN_DOMAIN} ${ADDRESS.server}`,
  '--ignore-certificate-errors',
];

/**
 * Lets the starter's LiveKit send and take media on the wire of `Namespaces` instead of on loopback, with its own TURN over UDP (3478)
 * and TLS (443) when asked for: the environment to start the starter with, in the namespace `server`.
 *
 * @param directory where it may write; the caller's to throw away
 */
export function livekitOnWire(directory: string, { hasTurn = false } = {}): NodeJS.ProcessEnv {
  const cache = join(directory, 'parley', 'bin');
  mkdirSync(cache, { recursive: true });
  for (const { name, version } of [SERVERS.nats, SERVERS.livekit]) {
    const built = join(cacheDirectory(), `${name}-${version}`);
    const path = join(cache, `${name}-${version}`);
    if (name === SERVERS.livekit.name) {
      writeFileSync(path, wrapper(built, hasTurn ? turn(directory) : ''));
      chmodSync(path, 0o755);
    } else symlinkSync(built, path);
  }
  return { XDG_CACHE_HOME: directory };
}

/** LiveKit, with the starter's configuration changed where it speaks of addresses. */
function wrapper(livekit: string, more: string): string {
  return `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs');
const file = process.argv[process.argv.indexOf('--config') + 1];
const config = readFileSync(file, 'utf8')
  .replace(/node_ip: .*/, 'node_ip: ${ADDRESS.server}')
  .replace(/enable_loopback_candidate: .*/, 'enable_loopback_candidate: false')
  .replace(/- lo$/m, '- ${WIRE}');
writeFileSync(file + '.wire', config + ${JSON.stringify(more)}, { mode: 0o600 });
process.execve(${JSON.stringify(livekit)}, ['livekit-server', '--config', file + '.wire'], process.env);
`;
}

function turn(directory: string): string {
  const [key, certificate] = [join(directory, 'turn.key'), join(directory, 'turn.crt')];
  const subject = ['-subj', `/CN=${TURN_DOMAIN}`, '-addext', `subjectAltName=DNS:${TURN_DOMAIN}`];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate, ...subject],
    { stdio: 'ignore' },
  );
  return `turn:
  enabled: true
  domain: ${TURN_DOMAIN}
  udp_port: 3478
  tls_port: 443
  cert_file: ${certificate}
  key_file: ${key}
  bind_addresses:
    - ${ADDRESS.server}
  allow_restricted_peer_cidrs:
    - ${WIRE_CIDR}
`;
}
