import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { sharedMedia } from './shared-media.ts';

test('media moves to the shared address; signalling and everything else stays', () => {
  const config = readFileSync(new URL('../../deploy/livekit/one-machine.yaml', import.meta.url), 'utf8')
    .replaceAll(/\$\{[A-Z_]*PORT\}/g, '7000')
    .replaceAll(/\$\{([A-Z_]+)\}/g, '$1');
  const { rtc, ...rest } = parse(sharedMedia(config, '10.1.2.3')) as Record<string, Record<string, unknown>>;
  const { rtc: before, ...restBefore } = parse(config) as Record<string, Record<string, unknown>>;
  expect(rest).toEqual(restBefore);
  expect(rest.bind_addresses).toEqual(['127.0.0.1']);
  expect(rtc).toMatchObject({
    node_ip: '10.1.2.3',
    ips: { includes: ['10.1.2.3/32'] },
    enable_loopback_candidate: false,
  });
  expect(rtc).not.toHaveProperty('interfaces');
  expect(before).toMatchObject({ udp_port: rtc?.udp_port, tcp_port: rtc?.tcp_port, use_external_ip: false });
});
