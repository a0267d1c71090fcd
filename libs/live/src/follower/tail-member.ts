import type { CompleteObject, KeptEvent } from '@parley/contracts';
import type { Served } from './outlets.ts';
import { cursorAt, type Place } from './sequence.ts';
import type { Moment, Told } from './standings.ts';
import type { Delivery } from './subscriber.ts';

/** A follower, as its topic's tail sees it. */
export interface TailMember extends Served {
  readonly grant: string;
  readonly epoch: string;
  /** Who `ends` calls it. */
  readonly holder: string | undefined;
  readonly tailCheckMs: readonly [number, number];
  /** Events it missed between its own reading and joining; false when it ended among them. */
  catchUp(events: readonly KeptEvent[]): boolean;
  /** How things stand by now, told between its own reading and joining. */
  catchUpWith(standings: readonly Told[]): void;
  /** Its right to read ended with the event just delivered. */
  ended(): void;
  /** Its grant is no longer good: gets another, or ends. */
  renew(): Promise<void>;
  /** The log is another one: opens again behind this place. */
  restart(from: Place): void;
}

/** How a follower has read before it joins. */
export interface Reading {
  /** What the tail had told when it began. */
  readonly moment: Moment;
  /** Up to which move it has been told; undefined where nothing stands beside the log. */
  readonly below: number | undefined;
  /** What it has been given of how things stand. */
  readonly given: ReadonlyMap<string, Told>;
}

/** An event on its way, with the mark beside its cursor where there is one. */
export function deliveryAt({ cursor, event, audiences }: KeptEvent, mark: string | undefined): Delivery {
  if (mark === undefined) return { key: cursor, event, audiences };
  const key = cursorAt({ seq: 0, cursor, mark });
  return { key, event: { ...event, cursor: key } satisfies CompleteObject, audiences };
}
