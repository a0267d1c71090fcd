import { createSocket } from 'node:dgram';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { StepFailure } from './failure.mjs';

const DEFAULT_PORT = 4000;
const OFFSETS = {
  gateway: 0,
  auth: 1,
  contacts: 2,
  presence: 3,
  chat: 4,
  'media-gateway': 5,
  postgres: 6,
  nats: 7,
  livekit: 8,
  'livekit-tcp': 9,
  'livekit-udp': 10,
  gate: 11,
  recorder: 12,
  mail: 13,
  'mail-smtp': 14,
  'recorder-2': 15,
};
/** What others on the local network reach when an address is shared. */
const SHARED = ['gateway', 'livekit-tcp', 'livekit-udp'];

/**
 * The port of every part, counted from PARLEY_PORT.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<keyof typeof OFFSETS, number>}
 */
export function portsOf(env) {
  const base = Number(env.PARLEY_PORT || DEFAULT_PORT);
  const highest = 65_535 - Math.max(...Object.values(OFFSETS));
  if (!Number.isInteger(base) || base < 1 || base > highest) {
    throw new StepFailure('ports', `PARLEY_PORT is not a port from 1 to ${highest}`, { mend: 'set it to, say, 4000' });
  }
  return Object.fromEntries(Object.entries(OFFSETS).map(([part, offset]) => [part, base + offset]));
}

/**
 * Refuses when a port of the stack is taken, naming it, the part that needs it and, where it can be seen, who has it.
 *
 * @param {Record<string, number>} ports
 * @param {Record<string, boolean>} embeds which of the embedded parts are started, and so need theirs
 * @param {string} [shared] the address on the local network on which some parts listen too
 */
export async function checkPorts(ports, embeds, shared) {
  const taken = [];
  for (const [part, port] of Object.entries(ports)) {
    if (embeds[part.replace(/-(tcp|udp|smtp)$/, '')] === false) continue;
    const isFree = part === 'livekit-udp' ? isUdpFree : isTcpFree;
    const addresses = shared && SHARED.includes(part) ? ['127.0.0.1', shared] : ['127.0.0.1'];
    const free = await Promise.all(addresses.map((address) => isFree(port, address)));
    if (free.includes(false)) taken.push(`${port} (for ${part}${holder(port)})`);
  }
  if (taken.length === 0) return;
  throw new StepFailure('ports', `taken by something else: ${taken.join(', ')}`, {
    mend: `end what uses it, or move the whole stack: PARLEY_PORT=${ports.gateway + 100} npm start`,
  });
}

function isTcpFree(port, address) {
  return new Promise((resolve) => {
    const server = createServer().unref();
    server.once('error', () => resolve(false));
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}

function isUdpFree(port, address) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, address, () => socket.close(() => resolve(true)));
  });
}

function holder(port) {
  const inodes = new Set(['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) => inodesOn(table, port)));
  if (inodes.size === 0) return '';
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
        if (inode && inodes.has(inode))
          return `; held by process ${pid}, ${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()}`;
      }
    } catch {
      // It ended meanwhile, or belongs to somebody else.
    }
  }
  return '';
}

function inodesOn(table, port) {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  try {
    const rows = readFileSync(`/proc/net/${table}`, 'latin1').split('\n').slice(1);
    return rows
      .map((row) => row.trim().split(/\s+/))
      .filter((row) => row[1]?.endsWith(suffix))
      .map((row) => row[9]);
  } catch {
    return [];
  }
}
