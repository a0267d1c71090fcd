import type { UserId } from '@parley/contracts';
import { toGraphQLError, type Refused } from '@parley/errors';
import type { Following, Outlet, Subscriber } from '@parley/live';
import type { GraphQLError } from 'graphql';
import type { Groups } from './groups.ts';
import type { Payload } from './payload.ts';
import type { Plan } from './plan.ts';
import type { SocketWriter } from './socket-writer.ts';

/** Where an operation's frames go: a socket's writer, or (a stream) its own `give`. */
export interface OperationPlace {
  readonly id: string;
  readonly writer: SocketWriter | undefined;
  /** Payloads for this operation alone. */
  give(payloads: readonly Payload[]): void;
  hasRoom(): Promise<void>;
}

/** One subscription of one client: between `subscribe` and `complete`. The protocol around it is its library's. */
export class LiveOperation implements Subscriber {
  private readonly held = new Map<string, Outlet>();
  private following: Following | undefined;
  private isOver = false;
  private finish: (error?: GraphQLError) => void = () => undefined;
  /** Resolves when nothing follows; rejects with the error that refused it. */
  readonly over: Promise<void>;

  constructor(
    readonly userId: UserId | undefined,
    readonly plan: Plan,
    readonly place: OperationPlace,
    private readonly groups: Groups,
    private readonly scopes: string,
    private readonly onOver: () => void,
  ) {
    this.over = new Promise((resolve, reject) => {
      this.finish = (error) => (error ? reject(error) : resolve());
    });
    this.over.catch(() => undefined);
  }

  get topics(): readonly string[] {
    return this.following?.topics ?? [];
  }

  /** Takes what the owner opened; if the client is gone already, gives it back. */
  follow(following: Following): void {
    this.following = following;
    if (this.isOver) following.stop();
  }

  begin(): void {
    if (!this.isOver) this.following?.begin();
  }

  reopen(): void {
    this.following?.reopen();
  }

  outletFor(topic: string, audience: string): Outlet {
    const key = JSON.stringify([topic, audience, this.scopes, this.plan.key]);
    let outlet = this.held.get(key);
    if (!outlet) this.held.set(key, (outlet = this.groups.hold(key, this.plan, audience)));
    return outlet;
  }

  give(payloads: readonly Payload[]): void {
    this.place.give(payloads);
  }

  hasRoom(): Promise<void> {
    return this.place.hasRoom();
  }

  end(error?: Refused): void {
    if (this.isOver) return;
    this.isOver = true;
    this.following?.stop();
    for (const key of this.held.keys()) this.groups.release(key);
    this.held.clear();
    this.onOver();
    this.finish(error && toGraphQLError(error));
  }
}
