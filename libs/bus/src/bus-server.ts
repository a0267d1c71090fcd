import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { refusalOf } from '@parley/errors';
import type { Logger } from '@parley/telemetry';
import { BaseRpcContext, Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { FactConsumer } from './fact-consumer.ts';

/**
 * Nest's transport for our bus, one strategy for both guarantees: `@MessagePattern(request.subject)` answers requests
 * (queue group per service, plain JSON), `@EventPattern(fact.subject)` consumes durable facts from JetStream.
 */
export class BusServer extends Server implements CustomTransportStrategy {
  private subscriptions: Subscription[] = [];
  private consumer: FactConsumer | undefined;

  constructor(
    private readonly nats: NatsConnection,
    private readonly service: string,
    private readonly log: Logger,
    private readonly replicas = 1,
  ) {
    super();
  }

  listen(callback: () => void): void {
    const handlers = [...this.messageHandlers];
    this.subscriptions = handlers
      .filter(([, handler]) => !handler.isEventHandler)
      .map(([subject, handler]) => this.answer(subject, handler));
    const facts = new Map(
      handlers.filter(([, handler]) => handler.isEventHandler).map(([subject, handler]) => [subject, run(handler)]),
    );
    if (facts.size > 0) {
      this.consumer = new FactConsumer(this.nats, this.service, facts, this.replicas, this.log);
      this.consumer.start();
    }
    callback();
  }

  async close(): Promise<void> {
    await this.consumer?.stop();
    if (!this.nats.isClosed()) await Promise.all(this.subscriptions.map((subscription) => subscription.drain()));
  }

  on(): never {
    throw new Error('The bus has no events of its own.');
  }

  /** Facts put among the dead letters since the start. */
  get deadLetters(): number {
    return this.consumer?.deadLetters ?? 0;
  }

  unwrap<T>(): T {
    return this.nats as T;
  }

  private answer(subject: string, handler: MessageHandler): Subscription {
    const handle = run(handler);
    return this.nats.subscribe(subject, {
      queue: this.service,
      callback: (error, message) => {
        if (error) return;
        void Promise.resolve()
          .then(() => handle(message.json()))
          .then((answer) => ({ answer: answer ?? null }))
          .catch((reason: unknown) => {
            const refused = refusalOf(reason);
            if (refused.code === 'INTERNAL') this.log.error({ err: reason, subject }, 'a request failed');
            return { refused };
          })
          .then((reply) => message.respond(JSON.stringify(reply)));
      },
    });
  }
}

/** A Nest handler as a plain function of its payload: Nest hands over a plain value, or a stream where a filter stepped in. */
function run(handler: MessageHandler): (payload: unknown) => Promise<unknown> {
  return async (payload) => {
    const result: unknown = await handler(payload, new BaseRpcContext([]));
    return isObservable(result) ? lastValueFrom(result, { defaultValue: undefined }) : result;
  };
}
