// The same work without us: LiveKit at its own defaults (rooms made by whoever joins, no Redis, no webhooks) on loopback, and a
// token that is signed beforehand. Only what its defaults forbid on loopback is set: the address and media over it.
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServer, SERVERS } from '@parley/tools/bootstrap/servers.mjs';
import type { Ticket } from '../stack/meetings.ts';
import { answers, freePorts } from '../stack/parley.ts';

const KEY = 'bench';
const SECRET = 'a secret that is known to the bench alone';

/** LiveKit, and nothing else. */
export interface LivekitAlone {
  pid: number;
  url: string;
  /** A token for a room, signed now. */
  ticket(room: string): Ticket;
  stop(): Promise<void>;
}

/** @throws Error when LiveKit was not built yet: `npm start` builds it */
export async function startLivekitAlone(): Promise<LivekitAlone> {
  const command = await findServer(SERVERS.livekit);
  if (!command) throw new Error('LiveKit is not built yet: start Parley once');
  const port = await freePorts(3);
  const home = mkdtempSync(join(tmpdir(), 'livekit-alone-'));
  const config = {
    port,
    bind_addresses: ['127.0.0.1'],
    keys: { [KEY]: SECRET },
    rtc: {
      tcp_port: port + 1,
      udp_port: port + 2,
      node_ip: '127.0.0.1',
      use_external_ip: false,
      enable_loopback_candidate: true,
      interfaces: { includes: ['lo'] },
    },
    logging: { level: 'error' },
  };
  // JSON is YAML.
  writeFileSync(join(home, 'livekit.yaml'), JSON.stringify(config));
  const child = spawn(command, ['--config', join(home, 'livekit.yaml')], { stdio: 'ignore' });
  await answers(`http://127.0.0.1:${port}/`);
  return {
    pid: child.pid as number,
    url: `ws://127.0.0.1:${port}`,
    ticket(room) {
      const identity = randomUUID();
      return { url: `ws://127.0.0.1:${port}`, token: sign(room, identity), identity };
    },
    stop: async () => {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await gone;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function sign(room: string, identity: string): string {
  const seconds = Math.floor(Date.now() / 1_000);
  const video = { roomJoin: true, room, canPublish: true, canSubscribe: true };
  const claims = { iss: KEY, sub: identity, nbf: seconds - 10, exp: seconds + 600, video };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
}
