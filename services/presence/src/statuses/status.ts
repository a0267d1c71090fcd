import { Refused } from '@parley/errors';
import { requireText } from '@parley/subgraph';
import type { Availability } from '../presences/presence.ts';

/** What one may say of oneself; the rest comes about by itself. */
const CHOICES = ['AWAY', 'BUSY', 'DO_NOT_DISTURB', 'OFFLINE'] as const satisfies readonly Availability[];
/** What somebody chose to be shown as. */
export type Choice = (typeof CHOICES)[number];

/** What somebody says of themselves. */
export interface Status {
  /** Null: as their devices say. */
  readonly availability: Choice | null;
  readonly text: string | null;
  /** When both end; null: when they are set anew. */
  readonly expiresAt: Date | null;
}

/** A status as it was asked for; what is left out is cleared. */
export interface AskedStatus {
  readonly availability?: Availability | null | undefined;
  readonly text?: string | null | undefined;
  readonly expiresAt?: Date | null | undefined;
}

/** Characters of a text, most. */
const LONGEST_TEXT = 140;
/** How far off the end of a status may be, in milliseconds: a year, and a leap day. */
const LONGEST_MS = 366 * 86_400_000;
/** Line breaks, and what turns the direction of what follows: a text must not rearrange the names around it. */
const MISLEADING = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** No status at all. */
export const NO_STATUS: Status = { availability: null, text: null, expiresAt: null };

const isChoice = (word: Availability): word is Choice => (CHOICES as readonly string[]).includes(word);

/** @throws Refused BAD_USER_INPUT */
export function statusOf({ availability = null, text, expiresAt }: AskedStatus, now: Date): Status {
  if (availability !== null && !isChoice(availability))
    throw Refused.badInput('This comes about by itself: leave it out to be shown as you are.', 'availability');
  const said = text == null ? null : textOf(text) || null;
  const ends = expiresAt == null ? null : endOf(expiresAt, now);
  return availability === null && said === null ? NO_STATUS : { availability, text: said, expiresAt: ends };
}

function textOf(text: string): string {
  if (MISLEADING.test(text)) throw Refused.badInput('This text has characters that cannot be shown.', 'text');
  return requireText(text, { least: 0, most: LONGEST_TEXT }, 'text');
}

function endOf(expiresAt: Date, now: Date): Date {
  const left = expiresAt.getTime() - now.getTime();
  if (!(left > 0)) throw Refused.badInput('This time is over already.', 'expiresAt');
  if (left > LONGEST_MS) throw Refused.badInput('A status ends within a year.', 'expiresAt');
  return expiresAt;
}
