/** What an operation cost and what is left. `resetAt`: milliseconds since 1970 when the bucket is full again. */
export interface Spent {
  readonly limit: number;
  readonly cost: number;
  readonly remaining: number;
  readonly resetAt: number;
}

/** `afterMs`: when enough points will be back; absent when the operation alone is over the limit of one operation. */
export type Payment =
  | { readonly ok: true; readonly spent: Spent }
  | { readonly ok: false; readonly spent: Spent; readonly afterMs: number };

interface Bucket {
  level: number;
  at: number;
}

/**
 * A leaky bucket of points for each caller, kept in this process. Every caller starts with an empty bucket; points
 * drip out at a steady rate, and what does not fit is refused.
 */
export class Budget {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    readonly points: number,
    readonly pointsPerSecond: number,
    /** Callers remembered at most; whose bucket was touched longest ago goes first. */
    private readonly capacity = 50_000,
  ) {}

  pay(caller: string, cost: number, now = Date.now()): Payment {
    const bucket = this.buckets.get(caller);
    const level = bucket ? Math.max(0, bucket.level - ((now - bucket.at) / 1000) * this.pointsPerSecond) : 0;
    const isAllowed = level + cost <= this.points;
    const next = isAllowed ? level + cost : level;
    this.buckets.delete(caller);
    this.buckets.set(caller, { level: next, at: now });
    if (this.buckets.size > this.capacity) this.buckets.delete(this.buckets.keys().next().value as string);
    const spent = {
      limit: this.points,
      cost,
      remaining: Math.floor(this.points - next),
      resetAt: now + Math.ceil((next / this.pointsPerSecond) * 1000),
    };
    if (isAllowed) return { ok: true, spent };
    return { ok: false, spent, afterMs: Math.ceil(((level + cost - this.points) / this.pointsPerSecond) * 1000) };
  }
}
