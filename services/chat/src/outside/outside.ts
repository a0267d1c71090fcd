import { Resolver } from 'node:dns/promises';
import { isPublicAddress } from './addresses.ts';

/** What may be reached of the world, and how its names are found. Tests put their own in its place; no configuration does. */
export interface Outside {
  /**
   * All addresses of a name. It is asked once for each connection, which is then made to one of these.
   * @param signal gives it up
   */
  resolve(name: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Whether a connection may be made to this very address. */
  permits(address: string, port: number): boolean;
}

/** What provides it. */
export const OUTSIDE = Symbol('OUTSIDE');

const PORTS = [80, 443];

/** The public internet, as the web is served there. */
export const INTERNET: Outside = {
  /** By DNS alone, and not in libuv's few threads: whose names take long to find holds up nobody's files. */
  async resolve(name, signal) {
    const resolver = new Resolver({ timeout: 2_000, tries: 2 });
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
      return found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  },
  permits: (address, port) => PORTS.includes(port) && isPublicAddress(address),
};
