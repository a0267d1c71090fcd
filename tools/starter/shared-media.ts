import { parse, stringify } from 'yaml';

/**
 * LiveKit's configuration with its media on one address of the local network, and on no other; signalling stays where it was.
 *
 * @param config the configuration for loopback, as YAML
 */
export function sharedMedia(config: string, address: string): string {
  const { rtc, ...rest } = parse(config) as { rtc: Record<string, unknown> };
  const { interfaces: _loopback, ...ports } = rtc;
  const ips = { includes: [`${address}/32`] };
  return stringify({ ...rest, rtc: { ...ports, node_ip: address, enable_loopback_candidate: false, ips } });
}
