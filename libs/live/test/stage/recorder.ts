import type { UserId } from '@parley/contracts';
import type { Refused } from '@parley/errors';
import type { Delivery, Following, LiveFollower, Outlet, Question, Subscriber } from '../../src/index.ts';

/** A follower that writes down what it gets, and shares its outlet with nobody. */
export class Recorder implements Subscriber {
  readonly deliveries: Delivery[] = [];
  /** `undefined` while it goes on, `null` when it ended well. */
  ended: Refused | null | undefined;
  following: Following | undefined;
  isAttached = false;

  constructor(readonly userId: UserId | undefined) {}

  static async follow(follower: LiveFollower, question: Question, userId: UserId): Promise<Recorder> {
    const recorder = new Recorder(userId);
    recorder.following = await follower.open(question, recorder);
    recorder.following.begin();
    return recorder;
  }

  get types(): string[] {
    return this.deliveries.map(({ event }) => String(event['__typename']));
  }

  /** Seqs of messages, in the order in which they came. */
  get seqs(): number[] {
    return this.deliveries.flatMap(({ event }) => {
      const message = event['message'] as { seq: number } | undefined;
      return message ? [message.seq] : [];
    });
  }

  get cursor(): string | undefined {
    return this.deliveries.at(-1)?.event['cursor'] as string | undefined;
  }

  outletFor(_topic: string, audience: string): Outlet {
    const take = (delivery: Delivery) => {
      if (!delivery.audiences || delivery.audiences.includes(audience)) this.deliveries.push(delivery);
    };
    return {
      deliver: take,
      deliverTo: (_, delivery) => take(delivery),
      add: () => (this.isAttached = true),
      remove: () => (this.isAttached = false),
    };
  }

  async hasRoom(): Promise<void> {}

  end(error?: Refused): void {
    this.ended = error ?? null;
  }
}
