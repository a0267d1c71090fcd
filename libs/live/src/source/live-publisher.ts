import type { NatsConnection } from '@nats-io/transport-node';
import {
  LIVE_LIMITS,
  standingsSubject,
  wakeUpSubject,
  type CompleteObject,
  type FleetingValue,
  type ServiceName,
  type StandingNews,
  type WakeUp,
} from '@parley/contracts';
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

  /**
   * A word beside the log of a kept topic, complete but for its `cursor`; nobody hears it later. Those who have not got every event up to
   * `after`, the head when it was so, do not hear it at all.
   */
  publishWord(topic: string, after: number, event: CompleteObject): void {
    const send = (epoch: string) => this.put(topic, { v: 1, kind: 'word', topic, epoch, after, event });
    const epoch = this.epoch.present;
    if (epoch !== undefined) send(epoch);
    else void this.epoch.current().then(send, this.onFault);
  }

  /** How one thing stands now, to each topic of `to` (see `StandingNews`) whose source is a `StandingSource` of `service`. */
  publishStanding(service: ServiceName, news: Omit<StandingNews, 'v' | 'epoch'>): void {
    const most = LIVE_LIMITS.topicsPerStandingNews;
    const send = (epoch: string) => {
      for (let from = 0; from < news.to.length; from += most)
        this.putOn(standingsSubject(service), { v: 1, epoch, ...news, to: news.to.slice(from, from + most) });
    };
    const epoch = this.epoch.present;
    if (epoch !== undefined) send(epoch);
    else void this.epoch.current().then(send, this.onFault);
  }

  publishValue(value: FleetingValue): void {
    this.put(value.topic, { v: 1, kind: 'fleeting', value });
  }

  private send(topic: string, epoch: string, events: readonly LoggedEvent[]): void {
    const nothing = JSON.stringify({ v: 1, kind: 'kept', topic, epoch, events: [] } satisfies WakeUp);
    let batch: string[] = [];
    let length = 0;
    const flush = () => {
      if (batch.length > 0) this.putText(wakeUpSubject(topic), `${nothing.slice(0, -2)}${batch.join(',')}]}`);
      [batch, length] = [[], 0];
    };
    for (const event of events) {
      const kept = JSON.stringify(withCursor(event, this.cursors.mint(topic, epoch, event.seq)));
      if (length + kept.length > LIVE_LIMITS.readPageBytes) flush();
      batch.push(kept);
      length += kept.length;
    }
    flush();
  }

  private put(topic: string, wakeUp: WakeUp): void {
    this.putOn(wakeUpSubject(topic), wakeUp);
  }

  private putOn(subject: string, said: WakeUp | StandingNews): void {
    this.putText(subject, JSON.stringify(said));
  }

  private putText(subject: string, said: string): void {
    try {
      this.nats.publish(subject, said);
    } catch (error) {
      this.onFault(error);
    }
  }
}
