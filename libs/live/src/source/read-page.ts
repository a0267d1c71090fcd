import type { KeptEvent, ReadQuestion } from '@parley/contracts';
import { readableParts } from '../intervals.ts';
import type { Grant } from './grants.ts';
import type { KeptSource, LoggedEvent } from './kept-source.ts';

/** A stretch of a log: what was found, how far it was looked at, whether there is more. */
export interface Page {
  readonly events: KeptEvent[];
  readonly through: number;
  readonly more: boolean;
}

/**
 * Reads one page of what `grant` allows behind `after` and up to `head`. The head was taken before the events are read, so
 * whatever is missing below it is not there: nothing is skipped that commits meanwhile. Stops behind the event that ends
 * the caller's right to read.
 */
export async function readPage(
  source: KeptSource<unknown>,
  grant: Grant,
  question: Pick<ReadQuestion, 'limit' | 'maxBytes'> & { after: number; head: number },
  finish: (event: LoggedEvent) => KeptEvent,
): Promise<Page> {
  const place = { topic: grant.topics[0] as string, organisationId: grant.organisationId };
  const events: KeptEvent[] = [];
  const cut = (): Page => ({ events, through: events.at(-1)?.seq ?? question.after, more: true });
  let bytes = 0;
  for (const [from, to] of readableParts(grant.intervals, question.after, question.head)) {
    const limit = question.limit - events.length;
    if (limit === 0) return cut();
    const logged = await source.read(place, { from, to, limit });
    for (const event of logged) {
      const kept = finish(event);
      bytes += JSON.stringify(kept).length;
      if (bytes > question.maxBytes && events.length > 0) return cut();
      events.push(kept);
      if (grant.holder !== undefined && event.ends?.includes(grant.holder)) return cut();
    }
    if (logged.length === limit && events.at(-1)?.seq !== to) return cut();
  }
  return { events, through: Math.max(question.head, question.after), more: false };
}
