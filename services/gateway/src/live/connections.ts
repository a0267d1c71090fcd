import { LIVE_LIMITS, type SessionId, type UserId } from '@parley/contracts';
import type { Connection } from './connection.ts';
import type { LiveCounts } from './live-door.types.ts';

/** Every open socket and stream of this process, by person and by session. */
export class Connections {
  private readonly everyone = new Set<Connection>();
  private readonly byUser = new Map<UserId, Set<Connection>>();
  private isClosing = false;

  get size(): number {
    return this.everyone.size;
  }

  /** False when this person has as many as one may have. One that comes while all are leaving is asked to leave too. */
  add(connection: Connection): boolean {
    const userId = connection.principal?.userId;
    if (userId !== undefined) {
      const theirs = this.byUser.get(userId) ?? new Set();
      if (theirs.size >= LIVE_LIMITS.socketsPerPerson) return false;
      this.byUser.set(userId, theirs.add(connection));
    }
    this.everyone.add(connection);
    if (this.isClosing) connection.leave();
    return true;
  }

  remove(connection: Connection): void {
    this.everyone.delete(connection);
    const userId = connection.principal?.userId;
    const theirs = userId === undefined ? undefined : this.byUser.get(userId);
    if (userId !== undefined && theirs?.delete(connection) && theirs.size === 0) this.byUser.delete(userId);
  }

  counts(): LiveCounts {
    let subscriptions = 0;
    for (const { operations } of this.everyone) subscriptions += operations.size;
    return { sockets: this.everyone.size, subscriptions };
  }

  of(userId: UserId): Connection[] {
    return [...(this.byUser.get(userId) ?? [])];
  }

  revoke(sessionId: SessionId): void {
    for (const connection of [...this.everyone]) if (connection.principal?.sessionId === sessionId) connection.revoke();
  }

  /** Those that are to be asked to leave; whoever comes later is asked by and by. */
  close(): Connection[] {
    this.isClosing = true;
    return [...this.everyone];
  }
}
