import { DiscardPolicy, jetstreamManager, RetentionPolicy, StorageType, type StreamInfo } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { DEAD_LETTER_STREAM, FACT_STREAM } from '@parley/contracts';

const NANOS_PER_SECOND = 1_000_000_000;
const NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;

/** Makes the stream of facts and the one of dead letters if they are not there; whoever comes first does. */
export async function ensureStreams(nats: NatsConnection): Promise<StreamInfo> {
  const manager = await jetstreamManager(nats);
  const shape = { retention: RetentionPolicy.Limits, storage: StorageType.File, discard: DiscardPolicy.Old };
  await manager.streams.add({
    ...shape,
    name: DEAD_LETTER_STREAM.name,
    subjects: [...DEAD_LETTER_STREAM.subjects],
    max_age: DEAD_LETTER_STREAM.maxAgeDays * NANOS_PER_DAY,
  });
  return manager.streams.add({
    ...shape,
    name: FACT_STREAM.name,
    subjects: [...FACT_STREAM.subjects],
    max_age: FACT_STREAM.maxAgeDays * NANOS_PER_DAY,
    duplicate_window: FACT_STREAM.dedupeSeconds * NANOS_PER_SECOND,
  });
}
