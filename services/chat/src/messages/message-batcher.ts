import type { OrganisationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { isRefusedByPostgres } from '@parley/persistence';
import type { Message, Send } from './message.ts';

/** Messages stored by one transaction at most. */
export const MOST_IN_BATCH = 256;
/** UTF-16 units of their bodies at most. */
const MOST_UNITS = 1_048_576;
/** Messages under way at most, of all organisations: whoever comes then is asked to come again. */
export const MOST_UNDER_WAY = 4_096;

/** What became of one: stored, refused, or undefined when its sender must be learned of first and nothing was done. */
export type Outcome = Message | Refused | undefined;

/**
 * Stores these in one transaction, or none of them; the outcomes, one for one. Others wait behind a batch: it may not wait long
 * itself. Whoever `isApart` may.
 */
export type StoreBatch = (
  organisationId: OrganisationId,
  sends: readonly Send[],
  isApart: boolean,
) => Promise<Outcome[]>;

interface UnderWay {
  send: Send;
  settle(outcome: Outcome): void;
  fail(error: unknown): void;
}

/**
 * Group commit: what is sent while one batch is stored goes into the next. One batch at a time for each organisation, in the order of
 * arrival; whoever is alone is stored at once. Of what Postgres refuses each is tried once more, apart, so that nobody pays for a
 * neighbour. Refuses to queue without end.
 */
export class MessageBatcher {
  private readonly lanes = new Map<OrganisationId, UnderWay[]>();
  private underWay = 0;

  constructor(private readonly store: StoreBatch) {}

  /** @throws Refused what became of it, or UNAVAILABLE: too many are under way, or Postgres is away (then whether it is stored is unknown) */
  async submit(organisationId: OrganisationId, send: Send): Promise<Message | undefined> {
    if (this.underWay >= MOST_UNDER_WAY)
      throw new Refused('UNAVAILABLE', 'Too much is being sent at once. Try again in a moment.');
    this.underWay += 1;
    try {
      return await new Promise((resolve, reject) => {
        const settle = (outcome: Outcome) => (outcome instanceof Refused ? reject(outcome) : resolve(outcome));
        this.enqueue(organisationId, { send, settle, fail: reject });
      });
    } finally {
      this.underWay -= 1;
    }
  }

  private enqueue(organisationId: OrganisationId, one: UnderWay): void {
    const lane = this.lanes.get(organisationId);
    if (lane) return void lane.push(one);
    this.lanes.set(organisationId, []);
    void this.empty(organisationId, [one]);
  }

  private async empty(organisationId: OrganisationId, first: UnderWay[]): Promise<void> {
    for (let batch = first; batch.length > 0; batch = this.next(organisationId))
      await this.commit(organisationId, batch);
    this.lanes.delete(organisationId);
  }

  /** The longest waiting. Two of the same nonce never go together: the second finds what the first has stored. */
  private next(organisationId: OrganisationId): UnderWay[] {
    const waiting = this.lanes.get(organisationId) ?? [];
    const batch: UnderWay[] = [];
    const left: UnderWay[] = [];
    const nonces = new Set<string>();
    let units = 0;
    for (const [i, one] of waiting.entries()) {
      const { conversationId, memberId, nonce, saying } = one.send;
      units += saying.body.length;
      if (batch.length === MOST_IN_BATCH || (units > MOST_UNITS && batch.length > 0)) {
        left.push(...waiting.slice(i));
        break;
      }
      const key = nonce === null ? undefined : `${conversationId} ${memberId} ${nonce}`;
      if (key !== undefined && nonces.has(key)) left.push(one);
      else batch.push(one);
      if (key !== undefined) nonces.add(key);
    }
    this.lanes.set(organisationId, left);
    return batch;
  }

  private async commit(organisationId: OrganisationId, batch: readonly UnderWay[], isApart = false): Promise<void> {
    const sends = batch.map(({ send }) => send);
    try {
      const outcomes = await this.store(organisationId, sends, isApart);
      batch.forEach((one, i) => one.settle(outcomes[i]));
    } catch (error) {
      // Only what is certainly not stored is tried again.
      if (!isApart && isRefusedByPostgres(error))
        for (const one of batch) void this.commit(organisationId, [one], true);
      else for (const one of batch) one.fail(error);
    }
  }
}
