import type { Metrics } from '@parley/telemetry';
import type { LiveDoor } from '../live/live-door.types.ts';

/** Tells what the live door carries, counted when it is asked; nothing before the bus is there. */
export function measureLiveDoor(metrics: Metrics, live: () => LiveDoor | undefined): void {
  metrics.gauge(
    { name: 'parley_gateway_sockets', help: 'Open WebSockets that have said hello, and open event streams.' },
    () => live()?.counts().sockets ?? 0,
  );
  metrics.gauge(
    { name: 'parley_gateway_subscriptions', help: 'Subscriptions in the open sockets and streams.' },
    () => live()?.counts().subscriptions ?? 0,
  );
}
