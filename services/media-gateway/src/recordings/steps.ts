import { RECORDING_TIMES, type RecordingCause } from '@parley/contracts';
import { hasCaptured, isOpen, isRunning, type Recording, type RecordingPart } from './recording.ts';

/** Tries of workers within a minute, after which it is given up. */
export const MOST_TRIES = 4;
const TRIES_WITHIN_MS = 60_000;
/** How long it waits for a worker, at the start and when one was lost. */
export const WAITS_MS = 60_000;
/** How often a file is begun anew because whoever made it fell silent. */
export const MOST_FINALISERS = 5;
/** In this time a worker that was told to stop may go on storing. */
export const STOPPING_MS = 5_000;

/** What is to be done next about a recording. */
export type Step =
  | { do: 'NOTHING' }
  | { do: 'ASK_WORKER' }
  /** This part's worker fell silent. */
  | { do: 'LOSE'; part: number }
  /** Nothing more is recorded. With a cause: it was not told to end. */
  | { do: 'END'; cause: RecordingCause | null }
  | { do: 'ASK_FINALISER' }
  | { do: 'FAIL'; cause: RecordingCause };

type Looked = Pick<
  Recording,
  'state' | 'waitingSince' | 'requestedAt' | 'stopAskedAt' | 'finaliser' | 'finaliserSeenAt' | 'finaliseTries'
>;
type LookedPart = Pick<RecordingPart, 'part' | 'state' | 'askedAt' | 'seenAt' | 'startedAt' | 'cause'>;

/**
 * WAITING → RECORDING ⇄ LOST_WORKER → FINALISING → READY | FAILED, as far as time and rows drive it; what workers say
 * is in `reports.ts`. Pure: two instances that look at the same rows come to the same.
 * @param isOver the meeting has ended, or nobody is in it any more
 */
export function nextStep(recording: Looked, parts: readonly LookedPart[], isOver: boolean, now: Date): Step {
  const last = parts.at(-1);
  const open = last && isOpen(last) ? last : undefined;
  if (isRunning(recording)) {
    if (isOver || recording.stopAskedAt) return { do: 'END', cause: null };
    if (open) return silentFor(open.seenAt, now) ? { do: 'LOSE', part: open.part } : { do: 'NOTHING' };
    return another(recording, parts, now);
  }
  if (recording.state !== 'FINALISING') return { do: 'NOTHING' };
  if (open) return silentFor(open.seenAt, now) ? { do: 'LOSE', part: open.part } : { do: 'NOTHING' };
  if (!parts.some(hasCaptured)) return { do: 'FAIL', cause: 'NOTHING_RECORDED' };
  if (recording.finaliserSeenAt && !silentFor(recording.finaliserSeenAt, now)) return { do: 'NOTHING' };
  if (recording.finaliseTries >= MOST_FINALISERS) return { do: 'FAIL', cause: 'FINALISING_FAILED' };
  return { do: 'ASK_FINALISER' };
}

/** No worker is at it. */
function another(recording: Looked, parts: readonly LookedPart[], now: Date): Step {
  const tries = parts.filter(
    ({ state, askedAt }) => state !== 'REFUSED' && now.getTime() - askedAt.getTime() < TRIES_WITHIN_MS,
  );
  if (tries.length >= MOST_TRIES)
    return { do: 'END', cause: tries.findLast(({ cause }) => cause !== null)?.cause ?? 'WORKERS_LOST' };
  const since = recording.waitingSince ?? recording.requestedAt;
  if (now.getTime() - since.getTime() < WAITS_MS) return { do: 'ASK_WORKER' };
  return { do: 'END', cause: parts.some(hasCaptured) ? 'WORKERS_LOST' : 'NO_WORKER' };
}

const silentFor = (seenAt: Date, now: Date): boolean => now.getTime() - seenAt.getTime() > RECORDING_TIMES.leaseMs;
