import {
  DiscardPolicy,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { DEAD_LETTER_STREAM, FACT_STREAM } from '@parley/contracts';

const NANOS_PER_SECOND = 1_000_000_000;
const NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;

/** JetStream's codes for a consumer and for a stream of that name with another configuration. */
const THERE_ALREADY = [10_148, 10_013, 10_058];

/** Whether something was not made because an older release made it with another configuration. */
export function isThereAlready(error: unknown): boolean {
  return error instanceof JetStreamApiError && THERE_ALREADY.includes(error.code);
}

/** Makes the stream of facts and the one of dead letters if they are not there; whoever comes first does. */
export async function ensureStreams(nats: NatsConnection): Promise<StreamInfo> {
  const manager = await jetstreamManager(nats);
  await ensure(manager, DEAD_LETTER_STREAM.name, {
    subjects: [...DEAD_LETTER_STREAM.subjects],
    max_age: DEAD_LETTER_STREAM.maxAgeDays * NANOS_PER_DAY,
  });
  return ensure(manager, FACT_STREAM.name, {
    subjects: [...FACT_STREAM.subjects],
    max_age: FACT_STREAM.maxAgeDays * NANOS_PER_DAY,
    duplicate_window: FACT_STREAM.dedupeSeconds * NANOS_PER_SECOND,
  });
}

async function ensure(
  manager: JetStreamManager,
  name: string,
  shape: { subjects: string[]; max_age: number; duplicate_window?: number },
): Promise<StreamInfo> {
  try {
    return await manager.streams.add({
      ...shape,
      name,
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      discard: DiscardPolicy.Old,
    });
  } catch (error) {
    if (!isThereAlready(error)) throw error;
    return manager.streams.update(name, shape);
  }
}
