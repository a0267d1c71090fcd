import type { Payload } from './payload.ts';
import { Group } from './group.ts';
import type { Plan } from './plan.ts';
import type { Ticker } from './ticker.ts';

/** The groups of this process. A group exists as long as an operation holds it. */
export class Groups {
  private readonly held = new Map<string, { group: Group; holders: number }>();

  constructor(
    private readonly ticker: Ticker,
    private readonly onExecuted: (payload: Payload, plan: Plan) => void,
  ) {}

  get size(): number {
    return this.held.size;
  }

  hold(key: string, plan: Plan, audience: string): Group {
    let one = this.held.get(key);
    if (!one)
      this.held.set(key, (one = { group: new Group(plan, audience, this.ticker, this.onExecuted), holders: 0 }));
    one.holders++;
    return one.group;
  }

  release(key: string): void {
    const one = this.held.get(key);
    if (one && --one.holders === 0) this.held.delete(key);
  }
}
