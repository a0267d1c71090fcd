import { createSocket } from 'node:dgram';
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { StepFailure } from './failure.mjs';

/** An address of nobody (RFC 5737): asking the kernel for the way there sends nothing. */
const FAR_AWAY = '198.51.100.1';

/**
 * What a command line says of sharing.
 *
 * @param {string[]} args
 * @returns {string | undefined} undefined: not asked for; '': asked for, the address left to us; else the address
 */
export function askedToShare(args) {
  const flag = args.find((arg) => arg === '--share' || arg.startsWith('--share='));
  return flag?.slice('--share='.length);
}

/**
 * The address under which others on the local network reach this machine.
 *
 * @param {{ asked: string, own: string[], routed?: string }} network `own`: this machine's IPv4 addresses but loopback;
 *   `routed`: the one from which the default route starts
 * @returns {string}
 */
export function chooseAddress({ asked, own, routed }) {
  const fail = (why, mend) => new StepFailure('share', why, { mend });
  if (own.length === 0) {
    throw fail(
      'this machine has no network address that others could reach',
      'connect it to a network (Wi-Fi or a cable), or start without --share to use Parley on this computer only',
    );
  }
  if (asked !== '') {
    if (own.includes(asked)) return asked;
    const what = isIPv4(asked) ? 'no address of this machine' : 'no IPv4 address';
    throw fail(`--share=${asked} is ${what}`, `leave it at --share, or choose one of: ${own.join(', ')}`);
  }
  if (routed !== undefined && own.includes(routed)) return routed;
  if (own.length === 1) return own[0];
  throw fail(
    'this machine has several addresses, and no default route says which',
    `choose: --share=${own.join(', --share=')}`,
  );
}

/**
 * The address to share, by the command line and this machine's network.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} undefined where nothing is shared
 */
export async function addressToShare(args, env = process.env) {
  const asked = askedToShare(args);
  if (asked === undefined) return undefined;
  if (env.PUBLIC_URL) {
    throw new StepFailure('share', 'PUBLIC_URL is set, and --share makes an address of its own', {
      mend: 'leave one of the two out: --share is for trying Parley on the local network, PUBLIC_URL for a name of your own',
    });
  }
  return chooseAddress({ asked, own: ownAddresses(networkInterfaces()), routed: await routedAddress() });
}

/**
 * This machine's IPv4 addresses that others may reach: neither loopback nor self-assigned for want of a network.
 *
 * @param {NodeJS.Dict<import('node:os').NetworkInterfaceInfo[]>} interfaces
 * @returns {string[]}
 */
export function ownAddresses(interfaces) {
  return Object.values(interfaces)
    .flatMap((entries) => entries ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    .map(({ address }) => address);
}

/** The kernel's own choice of an address towards the outside; undefined without a default route. */
function routedAddress() {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const done = (address) => {
      socket.close();
      resolve(address);
    };
    socket.once('error', () => done(undefined));
    socket.connect(9, FAR_AWAY, (error) => done(error ? undefined : socket.address().address));
  });
}
