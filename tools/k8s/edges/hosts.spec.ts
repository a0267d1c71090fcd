import { expect, test } from 'vitest';
import { inlineWorld } from '../inline.ts';
import { isInside, serviceOf, spokenIn } from './hosts.ts';

test.each([
  ['postgres://a:$(P)@postgres-rw:5432/a', 'postgres-rw', 5432],
  [
    'http://media-gateway.parley.svc.cluster.local:8080/livekit/webhook',
    'media-gateway.parley.svc.cluster.local',
    8080,
  ],
  ['redis.parley-media:6379', 'redis.parley-media', 6379],
  ['https://meet.example', 'meet.example', 443],
  ['routes: ["nats://nats-0.nats-headless:6222"]', 'nats-0.nats-headless', 6222],
])('%s', (text, host, port) => {
  expect(spokenIn(text)).toMatchObject([{ host, port }]);
});

test.each(['0.0.0.0', 'info', '/app/web', 'http://localhost:8080', '10.0.0.0/16', 'port: 7880'])(
  '%s is no address',
  (text) => {
    expect(spokenIn(text)).toEqual([]);
  },
);

test('a host is a Service of this namespace or of the one it names', () => {
  const world = inlineWorld(
    'kind: Service\nmetadata: { name: nats, namespace: parley }\nspec: { ports: [{ port: 4222 }] }\n',
  );
  for (const host of [
    'nats',
    'nats.parley',
    'nats.parley.svc',
    'nats.parley.svc.cluster.local',
    'nats-0.nats',
    'nats-0.nats.parley',
  ]) {
    expect(serviceOf(host, 'parley', world), host).toMatchObject({ name: 'nats' });
  }
  expect(serviceOf('nats', 'parley-media', world)).toBeUndefined();
  expect(isInside({ host: 'natz', port: 1, hasScheme: true }, world)).toBe(true);
  expect(isInside({ host: 'livekit.parley-media', port: 1, hasScheme: false }, world)).toBe(true);
  expect(isInside({ host: 's3.example', port: 1, hasScheme: true }, world)).toBe(false);
});
