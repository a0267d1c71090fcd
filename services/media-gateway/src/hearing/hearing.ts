import type { ParticipantId } from '@parley/contracts';

/** What one device says of what reaches it. */
export interface Report {
  /** Whose sound it plays. */
  hears: readonly ParticipantId[];
  /** Whose sound it should play, and does not. */
  misses: readonly ParticipantId[];
  /** From whom not one packet comes, though its own connection is well. */
  silent: readonly ParticipantId[];
  /** It plays no sound at all: the browser holds it back, or it was turned off. */
  isSoundOff: boolean;
  /** Nothing reaches it from anybody. */
  isCut: boolean;
}

/** Somebody who should hear one and does not. */
export interface DeafListener {
  participantId: ParticipantId;
  isSoundOff: boolean;
}

/** How one is heard, and how those are from whom nothing comes. */
export interface Heard {
  listeners: number;
  heardBy: number;
  deaf: DeafListener[];
  wellIds: ParticipantId[];
  againAfterSeconds: number;
}

/** A report older than this says nothing any more, in seconds: the longest pause between two, and some. */
export const FRESH_SECONDS = 14;
/** So long somebody's own word that they are well holds, in seconds. */
export const WELL_SECONDS = 3.2;
/** Between two reports of one device, in seconds: at least, and for how many people one second more. */
const [LEAST_SECONDS, MOST_SECONDS, PEOPLE_PER_SECOND] = [2, 10, 15];

/** Reports cost what a meeting's people squared would cost; so in large ones each reports less often. */
export const againAfter = (people: number): number =>
  Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, Math.floor(people / PEOPLE_PER_SECOND)));

/**
 * Seconds without a report after which somebody whom nobody receives is gone. Behind a cut of ten seconds the media is back by
 * itself; after this one it is not.
 */
export const GONE_SECONDS = 12.5;
