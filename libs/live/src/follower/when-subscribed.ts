import type { NatsConnection } from '@nats-io/transport-node';
import { pause } from './pauses.ts';

/** Resolves when the broker has taken our subscriptions; as long as it is away, tries again. */
export async function whenSubscribed(nats: NatsConnection, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const flushed = nats.flush().then(
      () => true,
      () => false,
    );
    if (await Promise.race([flushed, pause(2_000).then(() => false)])) return;
    await pause(100);
  }
}
