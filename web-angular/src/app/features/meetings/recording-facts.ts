import type { MeetingRecordingsQuery } from '../../graph/generated/meeting/graphql';

type Meeting = NonNullable<MeetingRecordingsQuery['meeting']>;

/** A recording, as the record of its meeting shows it. */
export type Recorded = NonNullable<Meeting['recordings']>['nodes'][number];

/** How a recording stands, for people who look at it afterwards. */
export function recordedWords({ state, deletedAt }: Pick<Recorded, 'state' | 'deletedAt'>): string {
  if (deletedAt) return $localize`:@@recordedDeleted:Deleted, as its time was over`;
  switch (state) {
    case 'WAITING':
    case 'RECORDING':
    case 'LOST_WORKER':
      return $localize`:@@recordedRunning:Being recorded`;
    case 'FINALISING':
      return $localize`:@@recordedSaving:Being saved`;
    case 'READY':
      return $localize`:@@recordedReady:Ready`;
    case 'FAILED':
      return $localize`:@@recordedFailed:Failed`;
  }
}

/** Why a recording failed, or ended early; undefined when neither. */
export function recordedCause({ cause }: Pick<Recorded, 'cause'>): string | undefined {
  switch (cause) {
    case null:
    case undefined:
      return undefined;
    case 'NO_WORKER':
      return $localize`:@@recordedNoRecorder:No recorder was free for a minute.`;
    case 'NOTHING_RECORDED':
      return $localize`:@@recordedNothing:It was stopped before anything was recorded.`;
    case 'WORKERS_LOST':
      return $localize`:@@recordedLost:The recorder was lost too often, so it ended early.`;
    case 'STORAGE_FAILED':
      return $localize`:@@recordedStorage:What was recorded could not be stored.`;
    case 'FINALISING_FAILED':
      return $localize`:@@recordedFile:What was recorded could not be made into a file.`;
    case 'STAGE_FAILED':
    case 'CAPTURE_FAILED':
      return $localize`:@@recordedCapture:The recorder could not see the meeting.`;
  }
}
