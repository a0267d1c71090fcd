import { createLogger, Metrics } from '@parley/telemetry';
import { documentedMetrics } from '@parley/testing';
import { expect, it } from 'vitest';
import { loadGateConfig } from './config.ts';
import { Gate } from './gate.ts';

it('measures what operators are told of', () => {
  const config = loadGateConfig({
    PORT: '1',
    NATS_URL: 'nats://127.0.0.1:1',
    LIVEKIT_URL: 'http://127.0.0.1:1',
    LIVEKIT_API_KEY: 'key',
    LIVEKIT_API_SECRET: 's'.repeat(32),
  });
  const metrics = new Metrics();
  new Gate(config, createLogger('gate', 'silent'), metrics);
  expect(new Set(documentedMetrics('Gate', 'Every process'))).toEqual(new Set(metrics.list()));
});
