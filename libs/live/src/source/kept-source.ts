import { LIVE_LIMITS, type CompleteObject, type Interval, type OrganisationId } from '@parley/contracts';
import type { Caller } from '@parley/identity';

/** Anything that turns unknown arguments into known ones or throws; a zod schema is one. */
export interface Parser<T> {
  parse(value: unknown): T;
}

/** A topic and the organisation whose rows hold its log. */
export interface TopicPlace {
  readonly topic: string;
  readonly organisationId: OrganisationId;
}

/** One snapshot of a topic, as its owner sees it for one caller. */
export interface OpenedTopic extends TopicPlace {
  /** Seq of the newest event, 0 when there is none. */
  readonly head: number;
  /** Seq of the oldest event still there; 1 when history is never cut. */
  readonly oldest?: number;
  /** Seqs this caller may read, in order; a member of today ends in `[from, null]`. */
  readonly intervals: readonly Interval[];
  /** Who `ends` calls this caller; their user id when absent. For callers without an account. */
  readonly holder?: string;
  /** Class of viewers with the same payload; `member` when absent. */
  readonly audience?: string;
  /** Of a `StandingSource`: behind this mark is what moves from now on. */
  readonly mark?: string;
}

/** Both ends of a log. */
export interface LogEnds {
  readonly head: number;
  readonly oldest?: number;
}

/** A stored event as its GraphQL type says it, complete but for `cursor`, which is minted here. */
export interface LoggedEvent {
  readonly seq: number;
  readonly event: CompleteObject;
  readonly audiences?: string[];
  /** Holders for whom this is the last event. */
  readonly ends?: string[];
}

/** Which part of a log to read: both ends included, at most `limit` events. */
export interface LogRange {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/**
 * A subscription field whose events are kept in a log: who may follow it, which topic that is, how the log is read.
 * Registered as an ordinary provider; `LiveModule` finds it.
 */
export abstract class KeptSource<Args = Record<string, unknown>> {
  /** Name of the field of `Subscription`. */
  abstract readonly field: string;
  /** Checks the field's arguments, without `after`. A throw is BAD_USER_INPUT. */
  abstract readonly args: Parser<Args>;
  /** `__typename` of the events that mark the head and a resync. */
  abstract readonly readyType: string;
  abstract readonly resyncType: string;
  /** Milliseconds between two looks for a lost last event, least and most. */
  readonly tailCheckMs: readonly [number, number] = LIVE_LIMITS.tailCheckMs;

  /**
   * One snapshot (one statement, or one transaction): head and intervals belong together.
   * @throws Refused when this caller may not follow.
   */
  abstract open(caller: Caller, args: Args): Promise<OpenedTopic>;
  /** Both ends of the topic's log, now. Called before `read`, never in its stead. */
  abstract ends(place: TopicPlace): Promise<LogEnds>;
  /** The events of `range` in order of seq. It never reaches beyond a head that was seen before. */
  abstract read(place: TopicPlace, range: LogRange): Promise<LoggedEvent[]>;
}
