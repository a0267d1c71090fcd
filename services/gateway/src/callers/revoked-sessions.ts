import type { SessionId } from '@parley/contracts';

/** How long a revocation must be remembered, in ms: as long as an access token can live, and some. */
export const REMEMBERED_MS = 6 * 60_000;

/** Sessions that ended and whose access tokens have not all expired yet. */
export class RevokedSessions {
  private readonly ended = new Map<SessionId, number>();
  private readonly listeners = new Set<(sessionId: SessionId) => void>();

  /** `now`: milliseconds since 1970. */
  add(sessionId: SessionId, now = Date.now()): void {
    this.forget(now);
    if (this.ended.has(sessionId)) return;
    this.ended.set(sessionId, now + REMEMBERED_MS);
    for (const listener of this.listeners) listener(sessionId);
  }

  has(sessionId: SessionId): boolean {
    return this.ended.has(sessionId);
  }

  /** Calls `listener` for each session that ends from now on; returns the way to stop. */
  onEnded(listener: (sessionId: SessionId) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Entries stand in the order of their ends, so the first that is kept ends the walk. */
  private forget(now: number): void {
    for (const [sessionId, until] of this.ended) {
      if (until > now) return;
      this.ended.delete(sessionId);
    }
  }
}
