import { connectNats } from '@parley/bus';
import type { CompleteObject } from '@parley/contracts';
import { LiveFollower, type Delivery, type Following, type Outlet, type Subscriber } from '@parley/live';
import { vi } from 'vitest';
import type { ChatUnderTest, TestPerson } from './chat-under-test.ts';

/** A gateway process, as far as it follows inboxes. */
export class InboxGateway {
  private constructor(
    private readonly chat: ChatUnderTest,
    private readonly nats: Awaited<ReturnType<typeof connectNats>>,
    private readonly follower: LiveFollower,
  ) {}

  static async start(chat: ChatUnderTest): Promise<InboxGateway> {
    const nats = await connectNats(chat.nats.url('gateway'), 'gateway in a test');
    return new InboxGateway(chat, nats, new LiveFollower(nats, () => undefined));
  }

  /** Follows until it is stopped; resolves when it is live. */
  async follow(who: TestPerson, after?: string): Promise<InboxFollowed> {
    const followed = new InboxFollowed(who);
    const args = after === undefined ? {} : { after };
    const sign = (_: string, hash: string) => this.chat.claim(who, hash);
    followed.following = await this.follower.open({ service: 'chat', field: 'inbox', args, sign }, followed);
    followed.following.begin();
    await vi.waitFor(() => {
      if (!followed.isLive) throw new Error('not live yet');
    }, 10_000);
    return followed;
  }

  async stop(): Promise<void> {
    this.follower.close();
    await this.nats.close();
  }
}

/** Everything one operation got. */
export class InboxFollowed implements Subscriber {
  readonly events: CompleteObject[] = [];
  following: Following | undefined;
  isLive = false;
  readonly userId;

  constructor({ sub }: TestPerson) {
    this.userId = sub;
  }

  /** What came about conversations, without cursors and previews. */
  get moves(): Record<string, unknown>[] {
    return this.events
      .filter(({ __typename }) => `${__typename as string}`.startsWith('Conversation'))
      .map(({ __typename: _, cursor: __, lastMessage: ___, ...rest }) => rest);
  }

  /** What the newest message says, of each move. */
  get previews(): (string | null)[] {
    return this.events
      .filter(({ __typename }) => __typename === 'ConversationMoved')
      .map(({ lastMessage }) => (lastMessage as { body: string } | null)?.body ?? null);
  }

  get types(): unknown[] {
    return this.events.map(({ __typename }) => __typename);
  }

  /** Of the last event, as a client keeps it. */
  get cursor(): string {
    return this.events.at(-1)?.['cursor'] as string;
  }

  /** As a connection that is gone; where it was. */
  leave(): string {
    this.following?.stop();
    return this.cursor;
  }

  outletFor(): Outlet {
    const take = ({ event }: Delivery) => void this.events.push(event);
    return {
      deliver: take,
      deliverTo: (_, delivery) => take(delivery),
      add: () => (this.isLive = true),
      remove: () => (this.isLive = false),
    };
  }

  async hasRoom(): Promise<void> {}
  end(): void {}
}
