import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { wakeUpSchema, wakeUpSubject, type FleetingValue, type ServiceName } from '@parley/contracts';
import { Outlets, type Served } from './outlets.ts';
import type { Delivery } from './subscriber.ts';
import type { Ticks } from './ticks.ts';
import { whenSubscribed } from './when-subscribed.ts';

export const deliveryOf = ({ topic, revision, event }: FleetingValue): Delivery => ({
  key: `${topic}@${revision}`,
  event,
});

/** The last value of one fleeting topic in this process. A lower revision is dropped; changes of one tick are one. */
export class FleetingTopic {
  readonly ready: Promise<void>;
  value: FleetingValue | undefined;
  private readonly subscription: Subscription;
  private readonly outlets: Outlets;
  private isDue = false;
  private tickMs = 150;
  private isClosed = false;

  constructor(
    readonly topic: string,
    readonly service: ServiceName,
    nats: NatsConnection,
    private readonly ticks: Ticks,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.outlets = new Outlets(onFault);
    const callback = (error: Error | null, message: Msg) => (error ? onFault(error) : this.wake(message));
    this.subscription = nats.subscribe(wakeUpSubject(topic), { callback });
    this.ready = whenSubscribed(nats, () => this.isClosed);
  }

  get revision(): number {
    return this.value?.revision ?? -Infinity;
  }

  take(value: FleetingValue): void {
    if (value.revision <= this.revision) return;
    this.value = value;
    if (this.isDue) return;
    this.isDue = true;
    this.ticks.join(this.tickMs, this.tell);
  }

  /** The present value first, then whatever changes. */
  attach(served: Served, tickMs: number): void {
    this.tickMs = tickMs;
    this.tell();
    if (this.value) served.outlet.deliverTo(served.subscriber, deliveryOf(this.value));
    this.outlets.attach(served);
  }

  detach(served: Served): void {
    this.outlets.detach(served);
  }

  close(): void {
    this.isClosed = true;
    this.isDue = false;
    this.subscription.unsubscribe();
  }

  private readonly tell = (): void => {
    if (this.isDue && this.value) this.outlets.deliver(deliveryOf(this.value));
    this.isDue = false;
  };

  private wake(message: Msg): void {
    try {
      const wakeUp = wakeUpSchema.parse(message.json());
      if (wakeUp.kind === 'fleeting' && wakeUp.value.topic === this.topic) this.take(wakeUp.value);
    } catch (error) {
      this.onFault(error);
    }
  }
}
