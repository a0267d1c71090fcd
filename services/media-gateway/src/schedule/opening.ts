import { zoned } from './schedule.ts';

/** Minutes before its start from which others than hosts may come in. */
export const EARLY_MINUTES = 15;

/** What decides whether the doors are open. */
export interface Opening {
  /** Start of the time that goes on, or of the next; null: there is none to come, or never was. */
  nextStartsAt: Date | null;
  /** It has taken place before. */
  hasBegun: boolean;
}

/** Whether it is to come. Those who stay on between two times of a series keep the doors open. */
export function isToCome({ nextStartsAt, hasBegun }: Opening, isAnybodyIn: boolean, now = new Date()): boolean {
  if (!nextStartsAt || (hasBegun && isAnybodyIn)) return false;
  return nextStartsAt.getTime() - now.getTime() > EARLY_MINUTES * 60_000;
}

/** A moment as people of that time zone say it: `2026-10-26 at 09:00`. */
export function momentIn(at: Date, timeZone: string): string {
  const local = zoned(at, timeZone);
  return `${local.toPlainDate().toString()} at ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}
