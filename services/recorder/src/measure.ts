import type { Metrics } from '@parley/telemetry';
import type { SliceStore } from './slices/slice-store.ts';

/** What of the recordings is measured. */
interface Measured {
  readonly slots: number;
  readonly busy: number;
  readonly failed: number;
}

/** Tells how a worker is. */
export function measure(metrics: Metrics, recordings: Measured, slices: Pick<SliceStore, 'backlog'>): void {
  metrics.gauge(
    { name: 'parley_recorder_slots', help: 'Recordings that this worker can make at once.' },
    () => recordings.slots,
  );
  metrics.gauge({ name: 'parley_recorder_busy', help: 'Recordings under way.' }, () => recordings.busy);
  metrics.gauge(
    { name: 'parley_recorder_backlog', help: 'Slices on the disk that the storage does not have yet.' },
    () => slices.backlog,
  );
  metrics.counter(
    { name: 'parley_recorder_failed_total', help: 'Parts of recordings that ended by themselves.' },
    () => recordings.failed,
  );
}
