import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import {
  LIVE_LIMITS,
  ownerRestartedSubject,
  SERVICES,
  standingNewsSchema,
  standingsSubject,
  type ServiceName,
} from '@parley/contracts';
import { FleetingFollower, type FleetingTopics } from './fleeting-follower.ts';
import { FleetingTopic } from './fleeting-topic.ts';
import { Holds } from './holds.ts';
import { KeptFollower } from './kept-follower.ts';
import { KeptTail } from './kept-tail.ts';
import { OwnerClient, type Question } from './owner-client.ts';
import { between } from './pauses.ts';
import type { Following, Subscriber } from './subscriber.ts';
import { Ticks } from './ticks.ts';

/** Within how long logs are looked at when their owner or the broker came back, in milliseconds. */
const LOOK_AFTER_RETURN_MS = 500;

/** The follower end of the live door: everything this process follows, each topic once, however many follow it. */
export class LiveFollower {
  private readonly client: OwnerClient;
  private readonly tails = new Holds<KeptTail>();
  private readonly topics = new Holds<FleetingTopic>();
  private readonly ticks = new Ticks();
  private readonly fleeting = new Set<FleetingFollower>();
  private readonly subscriptions: Subscription[];
  private comparing: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly nats: NatsConnection,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.client = new OwnerClient(nats);
    this.subscriptions = SERVICES.flatMap((service) => [
      nats.subscribe(ownerRestartedSubject(service), {
        callback: () => this.lookAtAll((tail) => tail.service === service),
      }),
      nats.subscribe(standingsSubject(service), {
        callback: (error, message) => (error ? onFault(error) : this.stand(message)),
      }),
    ]);
    this.compareLater();
    void this.watchBroker();
  }

  /**
   * Asks the owner whether this may be followed. Nothing flows until `begin`.
   * @throws Refused
   */
  async open(question: Question, subscriber: Subscriber): Promise<Following> {
    const { grant, opened } = await this.client.open(question);
    if (opened.kind === 'fleeting') {
      const follower: FleetingFollower = new FleetingFollower(
        subscriber,
        question,
        { grant, opened },
        this.holder(question.service),
        this.client,
        () => this.fleeting.delete(follower),
      );
      this.fleeting.add(follower);
      return follower;
    }
    const { topic } = opened;
    const tail = this.tails.hold(
      topic,
      () => new KeptTail(topic, question.service, this.nats, this.client, this.onFault),
    );
    return new KeptFollower(subscriber, question, { grant, opened }, tail, this.client, () =>
      this.tails.release(topic),
    );
  }

  /** Follows nothing any more. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.comparing);
    for (const one of this.subscriptions) one.unsubscribe();
    this.tails.closeAll();
    this.topics.closeAll();
  }

  private holder(service: ServiceName): FleetingTopics {
    return {
      hold: (topic) =>
        this.topics.hold(topic, () => new FleetingTopic(topic, service, this.nats, this.ticks, this.onFault)),
      release: (topic) => this.topics.release(topic),
    };
  }

  /** One message for many topics: each that is followed here takes its own. */
  private stand(message: Msg): void {
    try {
      const { epoch, key, event, under, to } = standingNewsSchema.parse(message.json());
      for (const [id, after, revision, moved, own] of to)
        this.tails.get(under + id)?.stand({ key, revision, event: { ...event, ...own } }, { epoch, after, moved });
    } catch (error) {
      this.onFault(error);
    }
  }

  private lookAtAll(which: (tail: KeptTail) => boolean = () => true): void {
    for (const tail of this.tails.all()) if (which(tail)) tail.lookWithin(LOOK_AFTER_RETURN_MS);
    this.compareLater(LOOK_AFTER_RETURN_MS);
  }

  private async watchBroker(): Promise<void> {
    for await (const status of this.nats.status()) {
      if (this.isClosed) return;
      if (status.type === 'reconnect') this.lookAtAll();
    }
  }

  private compareLater(ms: number = LIVE_LIMITS.revisionCheckMs): void {
    clearTimeout(this.comparing);
    if (this.isClosed) return;
    this.comparing = setTimeout(() => void this.compare(), between([ms / 2, ms]));
  }

  /** Few questions cover all topics: a follower is asked for only when it has one that has not been compared yet. */
  private async compare(): Promise<void> {
    const compared = new Set<string>();
    for (const follower of this.fleeting) await follower.compare(compared);
    this.compareLater();
  }
}
