import { BusServer, measureBus } from '@parley/bus';
import type { OutboxRepository } from '@parley/persistence';
import { Metrics } from '@parley/telemetry';
import { documentedMetrics } from '@parley/testing';
import { expect, it } from 'vitest';

it('a service tells what docs/operate/metrics.md says, no more and no less', () => {
  const metrics = new Metrics();
  measureBus(metrics, {} as OutboxRepository, {} as BusServer);
  metrics.requestMeter();
  expect(new Set(documentedMetrics('Services', 'Every process'))).toEqual(new Set(metrics.list()));
});
