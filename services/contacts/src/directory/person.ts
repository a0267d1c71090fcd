import type { UserId, UserSnapshot } from '@parley/contracts';

/** A person of the organisation, as auth last told of them. */
export type Person = UserSnapshot;

/** How others are named in our facts. */
export const nameOf = ({ userId, displayName, avatarUrl }: Person) => ({ userId, displayName, avatarUrl });

/** Somebody found, and where they stand in the list. */
export interface Found {
  userId: UserId;
  /** 0–2: the words are in name or e-mail, best first. From 10 on: only alike, from 10 (the same) to 1010. */
  rank: number;
  foldedName: string;
}

/** A place in a list of found people. */
export type FoundKey = [rank: string, foldedName: string, userId: string];

/** What the parts of a cursor of such a list look like. */
export const FOUND_KEY_SHAPE = [/^\d{1,4}$/, /^[^\n\0]{0,400}$/, /^[0-9a-f]{32}$/];

/** Ranks from here on are of people who are only alike. */
export const ALIKE_FROM = 10;
