import type { Removal } from '@parley/contracts';
import type { Ticket } from './join-tokens.ts';
import { refusal, type Refusal } from './refusal.ts';

/**
 * Whom the gate keeps out, in memory. It only grows by what it is told, and forgets each entry at its time: nothing takes back a
 * removal, so an answer that was made before a fact cannot undo it.
 */
export class Removals {
  private readonly until = new Map<string, Removal & { at: number }>();

  /** Takes these over, and tells whether any of them is new. */
  add(removals: readonly Removal[], now = Date.now()): boolean {
    let isNew = false;
    for (const removal of removals) {
      const [key, at] = [keyOf(removal), Date.parse(removal.until)];
      const known = this.until.get(key)?.at ?? now;
      if (!(at > known)) continue;
      this.until.set(key, { ...removal, at });
      isNew = true;
    }
    return isNew;
  }

  /** Why this ticket is not taken any more; undefined when nothing is known against it. */
  against({ room, identity }: Ticket, now = Date.now()): Refusal | undefined {
    const isKnown = (who: Removal['identity']) => (this.until.get(keyOf({ room, identity: who }))?.at ?? 0) > now;
    if (isKnown(null)) return refusal(403, 'This meeting is over.');
    if (isKnown(identity)) return refusal(403, 'You were removed from this meeting.');
    return undefined;
  }

  /** All that are not over; the others are forgotten. */
  list(now = Date.now()): Removal[] {
    for (const [key, { at }] of this.until) if (at <= now) this.until.delete(key);
    return [...this.until.values()].map(({ room, identity, until }) => ({ room, identity, until }));
  }
}

const keyOf = ({ room, identity }: Pick<Removal, 'room' | 'identity'>): string => `${room} ${identity ?? ''}`;
