import type { CompleteObject, UserId } from '@parley/contracts';
import type { Refused } from '@parley/errors';

/** One event on its way to screens. `key` names it among all events of its topic. */
export interface Delivery {
  readonly key: string;
  readonly event: CompleteObject;
  /** Absent: every audience. */
  readonly audiences?: readonly string[] | undefined;
  /** A word beside the log: whoever reads slowly may miss it. */
  readonly isPassing?: boolean;
}

/**
 * Where the events of one topic go for all who get the same payload. The follower adds a subscriber once it has caught up;
 * from then on one `deliver` serves them all.
 */
export interface Outlet {
  deliver(delivery: Delivery): void;
  /** To one subscriber alone: its backlog, and the marks of its stream. */
  deliverTo(subscriber: Subscriber, delivery: Delivery): void;
  add(subscriber: Subscriber): void;
  remove(subscriber: Subscriber): void;
}

/** One operation of one client, as the follower sees it. */
export interface Subscriber {
  readonly userId: UserId | undefined;
  /** The same outlet for all whose document, variables, audience and scopes are the same. */
  outletFor(topic: string, audience: string): Outlet;
  /** Resolves when the client has read enough for another page. */
  hasRoom(): Promise<void>;
  /** Nothing follows; with an error when it was refused. Never called before `begin`. */
  end(error?: Refused): void;
}

/** A subscription that has been opened. */
export interface Following {
  readonly topics: readonly string[];
  /** Events may flow from here on. */
  begin(): void;
  /** Something about the caller's access has changed: asks the owner again and goes on, or ends. */
  reopen(): void;
  stop(): void;
}
