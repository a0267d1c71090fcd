import type { StageItem } from './layout';

/** How one sees the meeting: as its people and screens ask for, everybody alike, or whoever speaks large. */
export const VIEWS = ['auto', 'grid', 'speaker'] as const;
export type View = (typeof VIEWS)[number];

/** What may be large, and for what reason. */
export interface Claims {
  readonly view: View;
  /** What I pinned, by the ids of items, the first first. */
  readonly pinned: readonly string[];
  /** The camera that a host shows to everybody large. */
  readonly spotlit: string | undefined;
  /** The camera of whoever speaks, or spoke last. */
  readonly speaker: string | undefined;
}

/**
 * What stands large: what I pinned, and nothing else; else whom a host put into the light, beside the screens; else the screens; else
 * whoever speaks, if I want so. In a grid nothing is large but what I pinned.
 */
export function largeOf(items: readonly StageItem[], { view, pinned, spotlit, speaker }: Claims): readonly string[] {
  const isThere = (id: string | undefined): id is string => id !== undefined && items.some((item) => item.id === id);
  const mine = pinned.filter(isThere);
  if (mine.length > 0) return mine;
  if (view === 'grid') return [];
  // My own screen is a card, which needs no room while others share.
  const screens = items.filter(({ kind }) => kind === 'screen');
  const others = screens.filter(({ isLocal }) => !isLocal);
  const shared = (others.length > 0 ? others : screens).map(({ id }) => id);
  if (isThere(spotlit)) return [spotlit, ...shared];
  if (shared.length > 0 || view === 'auto') return shared;
  // Two are one another's speaker already.
  if (items.length <= 2) return [];
  if (isThere(speaker)) return [speaker];
  return items.slice(0, 1).map(({ id }) => id);
}
