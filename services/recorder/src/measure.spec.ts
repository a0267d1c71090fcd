import { Metrics } from '@parley/telemetry';
import { documentedMetrics } from '@parley/testing';
import { expect, test } from 'vitest';
import { measure } from './measure.ts';

test('docs/operate/metrics.md names what a worker tells', () => {
  const metrics = new Metrics();
  measure(metrics, { slots: 1, busy: 0, failed: 0 }, { backlog: 0 });
  metrics.requestMeter();
  expect(new Set(documentedMetrics('Recorder', 'Every process'))).toEqual(new Set(metrics.list()));
});
