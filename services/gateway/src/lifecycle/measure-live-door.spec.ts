import { Metrics } from '@parley/telemetry';
import { documentedMetrics } from '@parley/testing';
import { expect, it } from 'vitest';
import type { LiveDoor } from '../live/live-door.types.ts';
import { measureLiveDoor } from './measure-live-door.ts';

it('the gateway tells what docs/operate/metrics.md says, no more and no less', async () => {
  const metrics = new Metrics();
  const gateway: { live?: LiveDoor } = {};
  measureLiveDoor(metrics, () => gateway.live);
  metrics.requestMeter();
  expect(new Set(documentedMetrics('Gateway', 'Every process'))).toEqual(new Set(metrics.list()));
  expect(await metrics.text()).toMatch(/^parley_gateway_sockets 0$/m);
  gateway.live = { counts: () => ({ sockets: 2, subscriptions: 5 }) } as LiveDoor;
  expect(await metrics.text()).toMatch(/^parley_gateway_sockets 2$[^]*^parley_gateway_subscriptions 5$/m);
});
