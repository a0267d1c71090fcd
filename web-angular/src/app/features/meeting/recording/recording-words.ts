import type { RecordingCause, RecordingState } from '../../../graph/generated/meeting/graphql';

/** Which words people are asked with; it is kept with what they say. Count it up whenever those words change. */
export const CONSENT_TEXT = '2026-11';

/** Why a recording failed, or ended early, for people. */
export function causeWords(cause: RecordingCause): string {
  switch (cause) {
    case 'STAGE_FAILED':
      return $localize`:@@recCauseStage:The recorder did not get into the meeting.`;
    case 'CAPTURE_FAILED':
      return $localize`:@@recCauseCapture:The recorder could not capture the meeting.`;
    case 'STORAGE_FAILED':
      return $localize`:@@recCauseStorage:The recording could not be stored.`;
    case 'WORKERS_LOST':
      return $localize`:@@recCauseLost:The recorder was lost too often.`;
    case 'NO_WORKER':
      return $localize`:@@recCauseNone:No recorder was free.`;
    case 'NOTHING_RECORDED':
      return $localize`:@@recCauseNothing:It was stopped before anything was recorded.`;
    case 'FINALISING_FAILED':
      return $localize`:@@recCauseFile:The file could not be made.`;
  }
}

/** How a recording stands, in two words beside the dot. */
export function recordingWords(state: RecordingState): string {
  switch (state) {
    case 'WAITING':
      return $localize`:@@recWaiting:Recording is starting`;
    case 'RECORDING':
      return $localize`:@@recRecording:Recording`;
    case 'LOST_WORKER':
      return $localize`:@@recLost:Recording interrupted`;
    case 'FINALISING':
      return $localize`:@@recFinalising:Saving the recording`;
    case 'READY':
      return $localize`:@@recReady:Recording saved`;
    case 'FAILED':
      return $localize`:@@recFailed:Recording failed`;
  }
}

/** Minutes and seconds, with hours when there are any: `4:05`, `1:04:05`. */
export function elapsed(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const tail = String(whole % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}
