import type { RecordingCause, RecordingReport } from '@parley/contracts';
import {
  isOpen,
  isRunning,
  type PartState,
  type Recording,
  type RecordingPart,
  type RecordingState,
} from './recording.ts';
import { STOPPING_MS } from './steps.ts';

/** What a worker's report changes. */
export interface Heard {
  goOn: boolean;
  /** Undefined: nothing of its part changes, not even when it was last seen. */
  part?: { state: PartState; cause: RecordingCause | null };
  /** Undefined: the recording stands where it stood. */
  state?: RecordingState;
}

type Reported = Pick<RecordingReport, 'workerId' | 'state' | 'cause' | 'startedAt'>;

/**
 * What a worker says of a part, taken into account. Pure. Only the worker that the part is of is heard, and only while the
 * part is open: a straggler is told to end, and changes nothing.
 */
export function heard(
  recording: Pick<Recording, 'state' | 'stopAskedAt' | 'finaliser'>,
  part: Pick<RecordingPart, 'workerId' | 'state'> | undefined,
  report: Reported,
  now: Date,
): Heard {
  if (report.state === 'FINALISING')
    // The first of those that were asked; another that speaks up is told to leave it.
    return { goOn: recording.state === 'FINALISING' && (recording.finaliser ?? report.workerId) === report.workerId };
  if (!part || part.workerId !== report.workerId || !isOpen(part)) return { goOn: false };
  if (report.state === 'STOPPED' || report.state === 'FAILED') {
    const ended = { state: report.state, cause: report.state === 'FAILED' ? (report.cause ?? 'CAPTURE_FAILED') : null };
    // Stopped although nobody told it to: it leaves, and another goes on.
    return { goOn: false, part: ended, ...(recording.state === 'RECORDING' ? { state: 'LOST_WORKER' as const } : {}) };
  }
  const isStopping =
    recording.state === 'FINALISING' && now.getTime() - (recording.stopAskedAt?.getTime() ?? 0) < STOPPING_MS;
  if (!isRunning(recording)) return { goOn: isStopping, part: { state: report.state, cause: null } };
  const begins = report.state === 'RECORDING' && report.startedAt !== null && recording.state !== 'RECORDING';
  return {
    goOn: true,
    part: { state: report.state, cause: null },
    ...(begins ? { state: 'RECORDING' as const } : {}),
  };
}
