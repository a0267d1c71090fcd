import type { UserId } from '@parley/contracts';
import type { Delivery, Following, LiveFollower, Outlet, SignClaim, Subscriber } from '@parley/live';

/** The event on a person's inbox that says: what you may see, or how, has changed. */
const ACCESS_CHANGED = 'AccessChanged';
/** How long to wait before asking for an inbox again that could not be had, in milliseconds. */
const RETRY_MS = 15_000;

/** Follows the inbox of one signed-in person on the door's own account. */
class InboxWatch implements Subscriber {
  holders = 0;
  private following: Following | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    readonly userId: UserId,
    private readonly follower: LiveFollower,
    private readonly sign: SignClaim,
    private readonly onChange: () => void,
  ) {}

  async start(): Promise<void> {
    try {
      const following = await this.follower.open({ service: 'chat', field: 'inbox', args: {}, sign: this.sign }, this);
      this.following = following;
      if (this.isOver) following.stop();
      else following.begin();
    } catch {
      this.end();
    }
  }

  stop(): void {
    this.isOver = true;
    clearTimeout(this.retry);
    this.following?.stop();
  }

  outletFor(): Outlet {
    const look = ({ event }: Delivery) => (event['__typename'] === ACCESS_CHANGED ? this.onChange() : undefined);
    return { deliver: look, deliverTo: (_, delivery) => look(delivery), add: () => undefined, remove: () => undefined };
  }

  async hasRoom(): Promise<void> {}

  end(): void {
    this.following = undefined;
    if (!this.isOver) this.retry = setTimeout(() => void this.start(), RETRY_MS);
  }
}

/** Knows of every change of access or audience of those who have a socket here (ADR 2). */
export class AccessWatch {
  private readonly watches = new Map<UserId, InboxWatch>();

  constructor(
    private readonly follower: LiveFollower,
    private readonly onChange: (userId: UserId) => void,
  ) {}

  hold(userId: UserId, sign: SignClaim): void {
    let watch = this.watches.get(userId);
    if (!watch) {
      watch = new InboxWatch(userId, this.follower, sign, () => this.onChange(userId));
      this.watches.set(userId, watch);
      void watch.start();
    }
    watch.holders++;
  }

  release(userId: UserId): void {
    const watch = this.watches.get(userId);
    if (!watch || --watch.holders > 0) return;
    this.watches.delete(userId);
    watch.stop();
  }
}
