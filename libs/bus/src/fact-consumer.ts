import {
  AckPolicy,
  DeliverPolicy,
  jetstream,
  jetstreamManager,
  type ConsumerMessages,
  type JsMsg,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { deadLetterSubject, FACT_STREAM, factEnvelopeSchema, type FactEnvelope } from '@parley/contracts';
import type { Logger } from '@parley/telemetry';
import { ensureStreams, isThereAlready } from './streams.ts';

/** What an `@EventPattern` handler is given: the envelope; its payload is parsed with the fact's own schema. */
export type FactDelivery = FactEnvelope;

/** Milliseconds before the next try; after the last one the fact goes to the dead letters with its cause (G4). */
const BACKOFF_MS = [100, 500, 2_000, 5_000];

/**
 * Milliseconds after which an unacknowledged fact comes again. Short, because a broker that was killed forgets the last
 * acknowledgements and holds everything up until they are asked for again; a handler under way renews it.
 */
const ACK_WAIT_MS = 3_000;

/**
 * A service's one durable consumer: the facts it handles, one after the other in the stream's order.
 * Survives a restarted and a wiped broker: it makes stream and consumer again and goes on.
 */
export class FactConsumer {
  /** Facts put among the dead letters since the start. */
  deadLetters = 0;
  private stopped = false;
  private messages: ConsumerMessages | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly nats: NatsConnection,
    private readonly service: string,
    private readonly handlers: Map<string, (payload: unknown) => Promise<unknown>>,
    private readonly replicas: number,
    private readonly log: Logger,
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
        this.messages = await this.open();
        for await (const message of this.messages) await this.handle(message);
      } catch (error) {
        if (!this.stopped) this.log.warn({ err: error }, 'the stream of facts is not there; trying again');
      }
      if (!this.stopped) await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  private async open(): Promise<ConsumerMessages> {
    await ensureStreams(this.nats, this.replicas);
    const manager = await jetstreamManager(this.nats);
    const shape = {
      filter_subjects: [...this.handlers.keys()],
      // One at a time: facts about one person or conversation keep their order.
      max_ack_pending: 1,
      ack_wait: ACK_WAIT_MS * 1_000_000,
    };
    try {
      await manager.consumers.add(FACT_STREAM.name, {
        ...shape,
        durable_name: this.service,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
      });
    } catch (error) {
      if (!isThereAlready(error)) throw error;
      // Made by an older release: it keeps its place and takes our shape.
      await manager.consumers.update(FACT_STREAM.name, this.service, shape);
    }
    const consumer = await jetstream(this.nats).consumers.get(FACT_STREAM.name, this.service);
    return consumer.consume({ max_messages: 100, idle_heartbeat: 5_000, abort_on_missing_resource: true });
  }

  private async handle(message: JsMsg): Promise<void> {
    const renewal = setInterval(() => message.working(), ACK_WAIT_MS / 3);
    try {
      const envelope = factEnvelopeSchema.parse(message.json());
      await this.handlers.get(message.subject)?.(envelope);
      message.ack();
    } catch (error) {
      const attempt = message.info.deliveryCount;
      const delay = BACKOFF_MS[attempt - 1];
      this.log.error({ err: error, subject: message.subject, attempt }, 'a fact could not be handled');
      if (delay !== undefined) return message.nak(delay);
      const cause = error instanceof Error ? error.message : String(error);
      await jetstream(this.nats).publish(deadLetterSubject(this.service), message.data, {
        headers: withCause(message, cause),
      });
      this.deadLetters += 1;
      message.term(cause);
    } finally {
      clearInterval(renewal);
    }
  }
}

function withCause(message: JsMsg, cause: string) {
  const headers = message.headers;
  headers?.set('Parley-Subject', message.subject);
  headers?.set('Parley-Cause', cause.replace(/[\r\n]+/g, ' ').slice(0, 500));
  return headers;
}
