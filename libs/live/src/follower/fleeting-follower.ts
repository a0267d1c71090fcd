import type { OpenedFleeting } from '@parley/contracts';
import type { Refused } from '@parley/errors';
import type { FleetingTopic } from './fleeting-topic.ts';
import type { Served } from './outlets.ts';
import { asRefused, type OwnerClient, type Question } from './owner-client.ts';
import { Backoff, isAway } from './pauses.ts';
import type { Following, Subscriber } from './subscriber.ts';

/** Keeps the topics of this process; every hold is given back. */
export interface FleetingTopics {
  hold(topic: string): FleetingTopic;
  release(topic: string): void;
}

interface Opening {
  readonly opened: OpenedFleeting;
  readonly grant: string;
}

/** One subscription to some fleeting topics: the present value of each, then what changes. */
export class FleetingFollower implements Following {
  topics: readonly string[];
  private held = new Map<FleetingTopic, Served>();
  private isAttached = false;
  private isStopped = false;

  constructor(
    private readonly subscriber: Subscriber,
    private readonly question: Question,
    private opening: Opening,
    private readonly all: FleetingTopics,
    private readonly client: OwnerClient,
    private readonly onStop: () => void,
  ) {
    this.topics = opening.opened.topics;
  }

  begin(): void {
    void this.follow();
  }

  reopen(): void {
    void this.openAgain();
  }

  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.letGo();
    this.onStop();
  }

  /** Asks the owner for what is newer than what this process knows. Used every few seconds, for topics not yet compared. */
  async compare(compared: Set<string>): Promise<void> {
    if (this.isStopped || this.topics.every((topic) => compared.has(topic))) return;
    this.topics.forEach((topic) => compared.add(topic));
    try {
      await this.refresh();
    } catch (thrown) {
      if (!isAway(asRefused(thrown))) await this.openAgain();
    }
  }

  private async follow(): Promise<void> {
    const { opened } = this.opening;
    const { topics, audience, tickMs, values } = opened;
    this.topics = topics;
    for (const name of topics)
      this.held.set(this.all.hold(name), {
        subscriber: this.subscriber,
        outlet: this.subscriber.outletFor(name, audience),
      });
    const held = this.held;
    const byName = new Map([...held.keys()].map((topic) => [topic.topic, topic]));
    const isFresh = [...held.keys()].some((topic) => topic.value === undefined);
    for (const value of values) byName.get(value.topic)?.take(value);
    await Promise.all([...held.keys()].map((topic) => topic.ready));
    if (isFresh) await this.refresh().catch(() => undefined);
    if (this.isStopped || held !== this.held) return;
    this.isAttached = true;
    for (const [topic, served] of held) topic.attach(served, tickMs);
  }

  private async refresh(): Promise<void> {
    const topics = [...this.held.keys()];
    const known = Object.fromEntries(
      topics.filter(({ value }) => value).map(({ topic, revision }) => [topic, revision]),
    );
    const { values } = await this.client.readFleeting(this.question.service, this.opening.grant, known);
    for (const value of values) topics.find(({ topic }) => topic === value.topic)?.take(value);
  }

  private async openAgain(): Promise<void> {
    const backoff = new Backoff();
    while (!this.isStopped) {
      try {
        const { grant, opened } = await this.client.open(this.question);
        if (this.isStopped) return;
        if (opened.kind !== 'fleeting') throw new Error(`${this.question.field} is no longer fleeting`);
        const isSame = opened.audience === this.opening.opened.audience && opened.topics.join() === this.topics.join();
        this.opening = { grant, opened };
        if (isSame) return;
        this.letGo();
        return await this.follow();
      } catch (thrown) {
        const error = asRefused(thrown);
        if (!isAway(error)) return this.end(error);
        await backoff.wait();
      }
    }
  }

  private letGo(): void {
    for (const [topic, served] of this.held) {
      if (this.isAttached) topic.detach(served);
      this.all.release(topic.topic);
    }
    this.held = new Map();
    this.isAttached = false;
  }

  private end(error: Refused): void {
    if (this.isStopped) return;
    this.stop();
    this.subscriber.end(error);
  }
}
