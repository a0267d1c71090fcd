import { lookup as resolve, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const NETS: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Everything but 2000::/3, which is what has been given out; of that, what leads back to IPv4 or nowhere. */
const NETS6: readonly (readonly [string, number])[] = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
];

// Apart: an IPv4 address is looked for among those of IPv6 too, as `::ffff:0:0/96`.
const [blocked, blocked6] = [new BlockList(), new BlockList()];
for (const [net, prefix] of NETS) blocked.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of NETS6) blocked6.addSubnet(net, prefix, 'ipv6');

/** Whether an IP address is one of the public internet: not of this machine, a private network, or what none routes. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  return family === 4 ? !blocked.check(address, 'ipv4') : family === 6 && !blocked6.check(address, 'ipv6');
}

/** A name that leads to an address which nobody outside may have us call. */
export class PrivateAddressError extends Error {}

/** Resolves names for a connection; what is connected to is what was looked at. @throws PrivateAddressError, to the callback */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return callback(error, '', 0);
    const [first] = found;
    if (!first || found.some(({ address }) => !isPublicAddress(address)))
      return callback(new PrivateAddressError('it leads to a private address'), '', 0);
    if (options.all) callback(null, found);
    else callback(null, first.address, first.family);
  });
};
