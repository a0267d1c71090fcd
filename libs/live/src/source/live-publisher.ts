import type { NatsConnection } from '@nats-io/transport-node';
import { LIVE_LIMITS, wakeUpSubject, type FleetingValue, type KeptEvent, type WakeUp } from '@parley/contracts';
import type { CursorMint } from './cursors.ts';
import type { Epoch } from './epoch.ts';
import type { LoggedEvent } from './kept-source.ts';
import { withCursor } from './live-owner.ts';
import type { OnFault } from './live-responder.ts';

/** Wakes whoever follows a topic, straight after COMMIT. It never throws and may be lost: seq and Postgres make it whole. */
export class LivePublisher {
  constructor(
    private readonly nats: Pick<NatsConnection, 'publish'>,
    private readonly epoch: Epoch,
    private readonly cursors: CursorMint,
    private readonly onFault: OnFault,
  ) {}

  /** `events` are committed, of one topic, in order of seq. */
  publish(topic: string, events: readonly LoggedEvent[]): void {
    const epoch = this.epoch.present;
    if (epoch !== undefined) this.send(topic, epoch, events);
    else void this.epoch.current().then((asked) => this.send(topic, asked, events), this.onFault);
  }

  publishValue(value: FleetingValue): void {
    this.put(value.topic, { v: 1, kind: 'fleeting', value });
  }

  private send(topic: string, epoch: string, events: readonly LoggedEvent[]): void {
    let batch: KeptEvent[] = [];
    let bytes = 0;
    const flush = () => {
      if (batch.length > 0) this.put(topic, { v: 1, kind: 'kept', topic, epoch, events: batch });
      [batch, bytes] = [[], 0];
    };
    for (const event of events) {
      const kept = withCursor(event, this.cursors.mint(topic, epoch, event.seq));
      const size = events.length === 1 ? 0 : JSON.stringify(kept).length;
      if (bytes + size > LIVE_LIMITS.readPageBytes) flush();
      batch.push(kept);
      bytes += size;
    }
    flush();
  }

  private put(topic: string, wakeUp: WakeUp): void {
    try {
      this.nats.publish(wakeUpSubject(topic), JSON.stringify(wakeUp));
    } catch (error) {
      this.onFault(error);
    }
  }
}
