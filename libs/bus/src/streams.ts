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

/** JetStream's codes for a count of replicas that cannot be had: no cluster, not enough servers with room. */
const NO_REPLICAS = [10_074, 10_005];

/** The broker cannot keep as many replicas as STREAM_REPLICAS asks for; the message says what to do. */
export class ReplicasRefused extends Error {
  constructor(replicas: number, cause: JetStreamApiError) {
    super(
      `STREAM_REPLICAS is ${replicas}, and NATS refuses it: ${cause.message}. It needs a cluster of at least ` +
        `${replicas} servers with JetStream; on a single server it is 1.`,
      { cause },
    );
    this.name = 'ReplicasRefused';
  }
}

/**
 * Makes the stream of facts and the one of dead letters if they are not there; whoever comes first does. One with another
 * shape is changed, the count of its replicas included; durable consumers have as many as their stream.
 * @param replicas on how many servers each stream is kept, 1–5
 * @throws ReplicasRefused
 */
export async function ensureStreams(nats: NatsConnection, replicas: number): Promise<StreamInfo> {
  const manager = await jetstreamManager(nats);
  try {
    await ensure(manager, DEAD_LETTER_STREAM.name, {
      subjects: [...DEAD_LETTER_STREAM.subjects],
      max_age: DEAD_LETTER_STREAM.maxAgeDays * NANOS_PER_DAY,
      num_replicas: replicas,
    });
    return await ensure(manager, FACT_STREAM.name, {
      subjects: [...FACT_STREAM.subjects],
      max_age: FACT_STREAM.maxAgeDays * NANOS_PER_DAY,
      duplicate_window: FACT_STREAM.dedupeSeconds * NANOS_PER_SECOND,
      num_replicas: replicas,
    });
  } catch (error) {
    if (error instanceof JetStreamApiError && NO_REPLICAS.includes(error.code))
      throw new ReplicasRefused(replicas, error);
    throw error;
  }
}

async function ensure(
  manager: JetStreamManager,
  name: string,
  shape: { subjects: string[]; max_age: number; num_replicas: number; duplicate_window?: number },
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
