import { DeliverPolicy, jetstream, type ConsumerMessages } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { FACT_STREAM, readFact, type Fact, type PayloadOf } from '@parley/contracts';
import type { Logger } from '@parley/telemetry';

/**
 * Tells every instance of a process each fact of one kind, from `sinceMs` ago on, in order, without a durable consumer:
 * for what is held in memory only. It may tell a fact twice, and begins again after a restarted or wiped broker.
 */
export class FactFollower<F extends Fact> {
  private stopped = false;
  private messages: ConsumerMessages | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly nats: NatsConnection,
    private readonly fact: F,
    private readonly sinceMs: number,
    private readonly tell: (payload: PayloadOf<F>) => void,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.messages?.close();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        const consumer = await jetstream(this.nats).consumers.get(FACT_STREAM.name, {
          filter_subjects: [this.fact.subject],
          deliver_policy: DeliverPolicy.StartTime,
          opt_start_time: new Date(Date.now() - this.sinceMs).toISOString(),
        });
        this.messages = await consumer.consume({
          max_messages: 100,
          idle_heartbeat: 1_000,
          abort_on_missing_resource: true,
        });
        for await (const message of this.messages) this.hear(message.json());
      } catch (error) {
        if (!this.stopped)
          this.logger.debug(
            { err: error, subject: this.fact.subject },
            'the stream of facts is not there; trying again',
          );
      }
      if (!this.stopped) await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  private hear(delivery: unknown): void {
    try {
      this.tell(readFact(this.fact, delivery).payload);
    } catch (error) {
      this.logger.error({ err: error, subject: this.fact.subject }, 'a fact does not read as its contract says');
    }
  }
}
