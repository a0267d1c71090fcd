import { describe, expect, it } from 'vitest';
import type { RoomState } from '../livekit/room-port';
import { Action, climb, ground, Ladder, Situation, stumble } from './ladder';
import type { Watched } from './watch';

const LOOK_MS = 500;
const watched = (at: number, more: Partial<Watched> = {}): Watched => ({
  at,
  aliveAt: at,
  isCut: false,
  faults: [],
  interrupted: new Set(),
  heard: new Set(),
  missed: new Set(),
  received: 0,
  tracks: new Map(),
  ...more,
});

interface Scene {
  /** In seconds. */
  readonly until: number;
  /** When the silence of the whole connection begins and ends. */
  readonly cut?: readonly [number, number];
  /** From when on the server answers. */
  readonly answers?: number;
  readonly room?: RoomState;
  /** When the silence of one subscription of Grace begins and ends. */
  readonly fault?: readonly [number, number];
  /** Grace says that she is well. */
  readonly isGraceWell?: boolean;
  /** When that was last passed on, in seconds; just now by default. */
  readonly wordAt?: number;
  /** Nothing at all comes from Grace. */
  readonly isGraceSilent?: boolean;
}

/** Plays a scene in looks of half a second: every action, by the second in which it comes, and each step as it begins. */
function played({
  until,
  cut,
  answers,
  fault,
  room = 'connected',
  isGraceWell = true,
  wordAt = Infinity,
  isGraceSilent = false,
}: Scene): string[] {
  const told: string[] = [];
  let ladder: Ladder = ground;
  for (let at = 0; at <= until * 1000; at += LOOK_MS) {
    const isCut = cut !== undefined && at >= cut[0] * 1000 + 2000 && at < cut[1] * 1000;
    const isFaulty = fault !== undefined && at >= fault[0] * 1000 && at < fault[1] * 1000;
    const situation: Situation = {
      watched: watched(at, {
        isCut,
        aliveAt: isCut ? cut[0] * 1000 : at,
        faults:
          isFaulty && !isCut
            ? [{ trackId: 'TR_1', identity: 'grace', kind: 'picture', since: fault[0] * 1000 - 2000 }]
            : [],
        interrupted: new Set(isGraceSilent && isFaulty ? ['grace'] : []),
      }),
      answersSince: isCut && answers !== undefined && at >= answers * 1000 ? answers * 1000 : undefined,
      room,
      wellElsewhere: { of: new Set(isGraceWell ? ['grace'] : []), at: Math.min(at, wordAt * 1000) },
    };
    const { step } = ladder;
    ladder = climb(ladder, situation);
    if (ladder.step !== step) told.push(`${at / 1000} ${ladder.step}`);
    told.push(...ladder.actions.map((action: Action) => `${at / 1000} ${action.kind}`));
  }
  return told;
}

describe('the ladder', () => {
  it('leaves a short cut alone: the path comes back by itself', () => {
    expect(played({ until: 20, cut: [1, 11.5], answers: 11 })).toEqual(['3 cut-off', '11 no-media', '11.5 well']);
  });

  it('joins anew as soon as the server answers after a long one', () => {
    expect(played({ until: 40, cut: [1, 28], answers: 26 })).toEqual([
      '3 cut-off',
      '26 rejoining',
      '26 rejoin',
      '28 well',
    ]);
  });

  it('looks for another path where the server answers and no packets come, then joins anew, with more rest each time', () => {
    expect(played({ until: 40, cut: [1, 36], answers: 3 })).toEqual([
      '3 no-media',
      '4 new-path',
      '4 restart-ice',
      '9 rejoining',
      '9 rejoin',
      '15 rejoin',
      '27 rejoin',
      '36 well',
    ]);
  });

  it('joins anew at once where the signalling is gone as well: the media server has gone', () => {
    expect(played({ until: 8, cut: [1, 7], answers: 3, room: 'reconnecting' })).toEqual([
      '3 no-media',
      '4 rejoining',
      '4 rejoin',
      '7 well',
    ]);
  });

  it('takes up a subscription again, twice, then suspects the connection', () => {
    expect(played({ until: 20, fault: [1, 19] })).toEqual([
      '1 resubscribe',
      '4 resubscribe',
      '7 new-path',
      '7 restart-ice',
      '13 rejoining',
      '13 rejoin',
      '19 well',
    ]);
    expect(played({ until: 10, fault: [1, 3.5] })).toEqual(['1 resubscribe']);
  });

  it('disturbs nothing of its own for somebody whose own connection may be broken', () => {
    expect(played({ until: 40, fault: [1, 39], isGraceWell: false })).toEqual([
      '1 resubscribe',
      '4 resubscribe',
      '7 resubscribe',
      '13 resubscribe',
      '25 resubscribe',
    ]);
  });

  it('leaves alone from whom nothing comes at all, unless they say that they are well', () => {
    expect(played({ until: 30, fault: [1, 29], isGraceSilent: true, isGraceWell: false })).toEqual([]);
    expect(played({ until: 6, fault: [1, 5], isGraceSilent: true })).toEqual(['3.5 resubscribe']);
    // A word from before the silence says nothing about it.
    expect(played({ until: 20, fault: [1, 19], isGraceSilent: true, wordAt: 3 })).toEqual([]);
  });

  it('tries again soon where joining anew failed, and later each time', () => {
    const failing: Ladder = { ...ground, step: 'rejoining', tries: 1, restUntil: 90_000 };
    expect([1, 2, 3, 4, 9].map((tries) => stumble({ ...failing, tries }, 1000).restUntil)).toEqual([
      1500, 2000, 3000, 5000, 5000,
    ]);
  });
});
