import type { OutboxRepository } from '@parley/persistence';
import type { Metrics } from '@parley/telemetry';
import type { BusServer } from './bus-server.ts';

/** Tells how the service's facts get out and in. */
export function measureBus(metrics: Metrics, outbox: OutboxRepository, server: BusServer): void {
  metrics.gauge(
    { name: 'parley_outbox_unpublished', help: 'Facts stored and not yet in the stream, counted up to 100000.' },
    () => outbox.countUnpublished(),
  );
  metrics.counter(
    { name: 'parley_dead_letters_total', help: 'Facts given up after five tries and put among the dead letters.' },
    () => server.deadLetters,
  );
}
