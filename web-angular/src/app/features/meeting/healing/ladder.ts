import type { RoomState } from '../livekit/room-port';
import type { Fault, Watched } from './watch';

/**
 * What people are told. `cut-off`: the network does not answer. `no-media`: the server answers, and no packets come. `new-path`:
 * another path is looked for. `rejoining`: one joins anew.
 */
export type Step = 'well' | 'cut-off' | 'no-media' | 'new-path' | 'rejoining';

/** What is done about it. */
export type Action =
  | { readonly kind: 'resubscribe'; readonly trackId: string }
  | { readonly kind: 'restart-ice' }
  | { readonly kind: 'rejoin' };

/** How things are when it is decided what to do. */
export interface Situation {
  readonly watched: Watched;
  /** Since when the server answers, by the clock of the watch; undefined while it does not, or was not asked. */
  readonly answersSince: number | undefined;
  readonly room: RoomState;
  readonly wellElsewhere: Word;
}

/** People who are well by their own word: if nothing comes from them here, it is the way to me that is broken. */
export interface Word {
  readonly of: ReadonlySet<string>;
  /** When it was passed on, by the clock of the watch. */
  readonly at: number;
}

/** What was done so far, and what is to be done now. */
export interface Ladder {
  readonly step: Step;
  readonly actions: readonly Action[];
  /** Steps taken for the whole connection since it was well. */
  readonly tries: number;
  /** Before this nothing more is done for the whole connection. */
  readonly restUntil: number;
  readonly subscriptions: ReadonlyMap<string, { readonly tries: number; readonly restUntil: number }>;
}

/** A path that comes back by itself does so within this time of the server's first answer, in milliseconds. */
export const GRACE_MS = 1000;
/** After a silence this long no path comes back by itself, and the media server keeps the session hardly longer: one joins anew. */
export const LONG_MS = 12_000;
/** What another path, and joining anew, are given to bring packets, in milliseconds. */
export const NEW_PATH_MS = 5000;
export const REJOIN_MS = 6000;
const REJOIN_MOST_MS = 20_000;
/** What a subscription taken up again is given, in milliseconds. */
export const RESUBSCRIBE_MS = 3000;
const RESUBSCRIBE_MOST_MS = 30_000;
/** Somebody's word that they are well may be this old when it is passed on, in milliseconds: a silence must be older to be mine. */
export const DOUBT_MS = 4500;
/** As often is a subscription taken up again before the connection is suspected. */
const RESUBSCRIPTIONS = 2;

export const ground: Ladder = { step: 'well', actions: [], tries: 0, restUntil: 0, subscriptions: new Map() };

/** One rung at a time: subscription, path, joining anew; each is given time, and more each time. Pure. */
export function climb(before: Ladder, situation: Situation): Ladder {
  const { watched } = situation;
  if (watched.isCut) return { ...climbWhole(before, situation), subscriptions: before.subscriptions };
  const subscriptions = new Map<string, { tries: number; restUntil: number }>();
  const actions: Action[] = [];
  let isSuspect = false;
  for (const fault of watched.faults) {
    const { trackId, identity } = fault;
    const { tries, restUntil } = before.subscriptions.get(trackId) ?? { tries: 0, restUntil: 0 };
    subscriptions.set(trackId, { tries, restUntil });
    if (watched.at < restUntil || !isMine(fault, situation)) continue;
    isSuspect ||= tries >= RESUBSCRIPTIONS && situation.wellElsewhere.of.has(identity);
    actions.push({ kind: 'resubscribe', trackId });
    const rest = Math.min(RESUBSCRIBE_MS * 2 ** Math.max(0, tries - RESUBSCRIPTIONS + 1), RESUBSCRIBE_MOST_MS);
    subscriptions.set(trackId, { tries: tries + 1, restUntil: watched.at + rest });
  }
  if (watched.faults.length === 0) return { ...ground, subscriptions };
  const isResting = watched.at < before.restUntil;
  if (!isSuspect || isResting)
    return { ...before, step: before.tries > 0 ? before.step : 'well', actions, subscriptions };
  return { ...climbOn(before, watched.at, before.tries === 0), subscriptions };
}

/** From whom nothing comes at all is mostly cut off over there: taking up anew would only take away their last picture. */
function isMine({ identity, since }: Fault, { watched, wellElsewhere }: Situation): boolean {
  return !watched.interrupted.has(identity) || (wellElsewhere.of.has(identity) && wellElsewhere.at - since >= DOUBT_MS);
}

function climbWhole(before: Ladder, { watched: { at, aliveAt }, answersSince, room }: Situation): Ladder {
  if (answersSince === undefined) return { ...before, step: 'cut-off', actions: [] };
  const isLong = answersSince - aliveAt >= LONG_MS;
  if (at < before.restUntil) return { ...before, step: before.tries > 0 ? before.step : 'no-media', actions: [] };
  if (!isLong && at - answersSince < GRACE_MS) return { ...before, step: 'no-media', actions: [] };
  return climbOn(before, at, before.tries === 0 && room === 'connected' && !isLong);
}

function climbOn(before: Ladder, at: number, isPathFirst: boolean): Ladder {
  const tries = before.tries + 1;
  if (isPathFirst)
    return { ...before, step: 'new-path', actions: [{ kind: 'restart-ice' }], tries, restUntil: at + NEW_PATH_MS };
  const rest = Math.min(REJOIN_MS * 2 ** Math.max(0, before.tries - 1), REJOIN_MOST_MS);
  return { ...before, step: 'rejoining', actions: [{ kind: 'rejoin' }], tries, restUntil: at + rest };
}

/** Before joining anew is tried again after it failed, in milliseconds: the media server may be starting. */
const STUMBLES_MS = [500, 1000, 2000, 4000];

/** Joining anew failed, at `at`: the next try waits a little longer than the last. */
export function stumble(before: Ladder, at: number): Ladder {
  const rest = STUMBLES_MS[Math.min(Math.max(0, before.tries - 1), STUMBLES_MS.length - 1)] ?? 0;
  return { ...before, actions: [], restUntil: at + rest };
}
