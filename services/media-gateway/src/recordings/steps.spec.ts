import { describe, expect, it } from 'vitest';
import type { PartState, RecordingState } from './recording.ts';
import { nextStep, type Step } from './steps.ts';

const now = new Date('2026-01-01T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);

interface Given {
  state: RecordingState;
  /** Seconds since a worker was last at it. */
  waiting?: number;
  isOver?: boolean;
  isStopped?: boolean;
  /** Seconds since the finaliser's last word, and how many there were. */
  finaliser?: readonly [number, number];
  parts?: readonly PartGiven[];
}
/** State, seconds since it was asked, seconds since its last word, whether it captured. */
type PartGiven = readonly [PartState, number, number, boolean];

function stepOf({ state, waiting = 0, isOver = false, isStopped = false, finaliser, parts = [] }: Given): Step {
  const recording = {
    state,
    requestedAt: ago(waiting),
    waitingSince: ago(waiting),
    stopAskedAt: isStopped ? ago(1) : null,
    finaliser: finaliser ? 'w' : null,
    finaliserSeenAt: finaliser ? ago(finaliser[0]) : null,
    finaliseTries: finaliser?.[1] ?? 0,
  };
  const rows = parts.map(([partState, asked, seen, captured], index) => ({
    part: index + 1,
    state: partState,
    askedAt: ago(asked),
    seenAt: ago(seen),
    startedAt: captured ? ago(asked) : null,
    cause: partState === 'FAILED' ? ('STAGE_FAILED' as const) : null,
  }));
  return nextStep(recording, rows, isOver, now);
}

const NOTHING: Step = { do: 'NOTHING' };
const ASK: Step = { do: 'ASK_WORKER' };
const recorded: PartGiven = ['LOST', 100, 90, true];
const failed: PartGiven = ['FAILED', 20, 10, false];
const refused: PartGiven = ['REFUSED', 20, 10, false];

describe('the next step of a recording', () => {
  it.each<[string, Given, Step]>([
    ['asks a worker', { state: 'WAITING' }, ASK],
    ['waits for one that was asked', { state: 'WAITING', parts: [['ASKED', 1, 1, false]] }, NOTHING],
    ['waits for one that is on the stage', { state: 'WAITING', parts: [['JOINED', 9, 5, false]] }, NOTHING],
    ['loses one that never came', { state: 'WAITING', parts: [['ASKED', 6, 6, false]] }, { do: 'LOSE', part: 1 }],
    ['asks again after a refusal', { state: 'WAITING', waiting: 20, parts: [refused] }, ASK],
    ['does not count refusals', { state: 'WAITING', parts: [refused, refused, refused, refused, refused] }, ASK],
    ['asks again after a failure', { state: 'WAITING', parts: [failed] }, ASK],
    [
      'gives up after four tries in a minute, with the last cause',
      { state: 'WAITING', parts: [['LOST', 50, 45, false], failed, failed, failed] },
      { do: 'END', cause: 'STAGE_FAILED' },
    ],
    [
      'gives up on four that fell silent',
      { state: 'LOST_WORKER', parts: Array.from({ length: 4 }, () => ['LOST', 30, 25, true] as const) },
      { do: 'END', cause: 'WORKERS_LOST' },
    ],
    [
      'does not count tries of long ago',
      { state: 'LOST_WORKER', parts: [recorded, recorded, recorded, recorded] },
      ASK,
    ],
    ['fails when none was free for a minute', { state: 'WAITING', waiting: 61 }, { do: 'END', cause: 'NO_WORKER' }],
    [
      'ends with what there is when no other was free for a minute',
      { state: 'LOST_WORKER', waiting: 61, parts: [recorded] },
      { do: 'END', cause: 'WORKERS_LOST' },
    ],
    ['goes on', { state: 'RECORDING', parts: [['RECORDING', 60, 5, true]] }, NOTHING],
    [
      'loses one that is silent for over five seconds',
      { state: 'RECORDING', parts: [recorded, ['RECORDING', 60, 5.1, true]] },
      { do: 'LOSE', part: 2 },
    ],
    ['asks another', { state: 'LOST_WORKER', parts: [recorded] }, ASK],
    [
      'ends when told to',
      { state: 'RECORDING', isStopped: true, parts: [['RECORDING', 9, 1, true]] },
      { do: 'END', cause: null },
    ],
    [
      'ends with the meeting',
      { state: 'RECORDING', isOver: true, parts: [['RECORDING', 9, 1, true]] },
      { do: 'END', cause: null },
    ],
    ['ends before anybody came', { state: 'WAITING', isOver: true }, { do: 'END', cause: null }],
    [
      'lets the worker store what it has',
      { state: 'FINALISING', isStopped: true, parts: [['RECORDING', 9, 1, true]] },
      NOTHING,
    ],
    [
      'does not wait for it for ever',
      { state: 'FINALISING', parts: [['RECORDING', 20, 6, true]] },
      { do: 'LOSE', part: 1 },
    ],
    [
      'fails when nothing was recorded',
      { state: 'FINALISING', parts: [failed] },
      { do: 'FAIL', cause: 'NOTHING_RECORDED' },
    ],
    [
      'has the file made of what was lost, too',
      { state: 'FINALISING', parts: [recorded, failed] },
      { do: 'ASK_FINALISER' },
    ],
    ['waits while it is made', { state: 'FINALISING', finaliser: [4, 1], parts: [recorded] }, NOTHING],
    [
      'asks another when that fell silent',
      { state: 'FINALISING', finaliser: [6, 4], parts: [recorded] },
      { do: 'ASK_FINALISER' },
    ],
    [
      'gives up after five',
      { state: 'FINALISING', finaliser: [6, 5], parts: [recorded] },
      { do: 'FAIL', cause: 'FINALISING_FAILED' },
    ],
    ['leaves what is ready', { state: 'READY', isOver: true, isStopped: true }, NOTHING],
    ['leaves what has failed', { state: 'FAILED', waiting: 99, parts: [failed] }, NOTHING],
  ])('%s', (_name, given, step) => {
    expect(stepOf(given)).toEqual(step);
  });
});
