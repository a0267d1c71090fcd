import type { Viewing } from '../livekit/room-port';
import type { Placed } from './layout';

/** How many cameras are received at once where computing is short. */
export const MOST_WHEN_THRIFTY = 4;

/** Splits an item's id into whose and what. */
export function itemOf(id: string): Viewing {
  const at = id.indexOf(' ');
  return { source: id.slice(0, at) === 'screen' ? 'screen' : 'camera', identity: id.slice(at + 1) };
}

/**
 * Which pictures the page needs: of what stands on it, and of nothing else. Where computing is short, the pinned and what is shared
 * large come whole (an interpreter's hands need every frame), and of the others the first few, small.
 */
export function wishesOf(
  placed: readonly Placed[],
  { isThrifty, pinned }: { readonly isThrifty: boolean; readonly pinned: readonly string[] },
): readonly Viewing[] {
  if (!isThrifty) return placed.map(({ id }) => itemOf(id));
  const isWhole = ({ id, kind, role }: Placed): boolean =>
    pinned.includes(id) || (kind === 'screen' && role === 'large');
  const rank = { large: 0, whole: 0, grid: 1, floating: 1, strip: 1 };
  const whole = placed.filter(isWhole).map(({ id }) => itemOf(id));
  const others = placed.filter((one) => !isWhole(one));
  const small = [...others].sort((a, b) => rank[a.role] - rank[b.role]).slice(0, MOST_WHEN_THRIFTY);
  return [...whole, ...small.map(({ id }) => ({ ...itemOf(id), isThrifty: true }))];
}
