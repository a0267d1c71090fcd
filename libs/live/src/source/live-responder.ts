import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import {
  liveOpenSubject,
  liveReadSubject,
  openQuestionSchema,
  ownerRestartedSubject,
  readQuestionSchema,
  type OpenAnswer,
  type ReadAnswer,
  type ServiceName,
} from '@parley/contracts';
import { Refused, refusalOf } from '@parley/errors';
import type { LiveOwner } from './live-owner.ts';

/** Whom the responder tells of faults that a gateway only sees as INTERNAL. */
export type OnFault = (error: unknown) => void;

/** A service's ear on `req.<service>.live.*`: every replica listens, one of them answers. */
export class LiveResponder {
  private subscriptions: Subscription[] = [];

  constructor(
    private readonly service: ServiceName,
    private readonly nats: NatsConnection,
    private readonly owner: LiveOwner,
    private readonly onFault: OnFault,
  ) {}

  /** Resolves once the server knows of the subscriptions; tells gateways that the logs may be read again. */
  async start(): Promise<void> {
    this.listen(liveOpenSubject(this.service), (data) => this.owner.open(openQuestionSchema.parse(data)));
    this.listen(liveReadSubject(this.service), (data) => this.owner.read(readQuestionSchema.parse(data)));
    await this.nats.flush();
    this.nats.publish(ownerRestartedSubject(this.service));
  }

  /** Takes no new questions; those under way are answered. */
  async stop(): Promise<void> {
    const subscriptions = this.subscriptions.splice(0);
    await Promise.all(subscriptions.map((one) => one.drain().catch(this.onFault)));
  }

  private listen(subject: string, answer: (data: unknown) => Promise<OpenAnswer | ReadAnswer>): void {
    const callback = (error: Error | null, message: Msg) => {
      if (error) this.onFault(error);
      else void this.reply(message, answer);
    };
    this.subscriptions.push(this.nats.subscribe(subject, { queue: `live-${this.service}`, callback }));
  }

  private async reply(message: Msg, answer: (data: unknown) => Promise<OpenAnswer | ReadAnswer>): Promise<void> {
    try {
      message.respond(JSON.stringify(await answer(message.json())));
    } catch (error) {
      if (!(error instanceof Refused)) this.onFault(error);
      message.respond(JSON.stringify({ ok: false, error: refusalOf(error) } satisfies OpenAnswer));
    }
  }
}
