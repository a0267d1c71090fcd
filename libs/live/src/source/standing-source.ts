import type { Beside } from '@parley/contracts';
import { KeptSource, type LogEnds, type TopicPlace } from './kept-source.ts';

/** Standings behind a mark, with both ends of the log, from one snapshot. Marks are the source's own words; the door seals them. */
export interface StandingPage extends LogEnds, Beside {}

/**
 * A kept source beside whose log things stand that are stored nowhere else than where they are: how they stand now is told when they
 * move, joined per tick, and computed again for whoever comes back. For what moves often and of which only the last counts.
 */
export abstract class StandingSource<Args = Record<string, unknown>> extends KeptSource<Args> {
  /**
   * How whatever moved behind `mark` stands now, each once, at most `limit`; `''` is the beginning. What a transaction that was
   * under way at a mark has moved is behind it, whenever it commits.
   */
  abstract standings(place: TopicPlace, mark: string, limit: number): Promise<StandingPage>;
}
