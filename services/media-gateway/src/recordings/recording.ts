import type { MeetingId, ParticipantId, RecordingCause, RecordingId, UserId } from '@parley/contracts';

/** Where a recording stands; `steps.ts` says how it goes from one to the next. */
export const RECORDING_STATES = ['WAITING', 'RECORDING', 'LOST_WORKER', 'FINALISING', 'READY', 'FAILED'] as const;
export type RecordingState = (typeof RECORDING_STATES)[number];

/** The meeting is being recorded, or is about to be: people are told, and no second one begins. */
export const RUNNING: readonly RecordingState[] = ['WAITING', 'RECORDING', 'LOST_WORKER'];
export const isRunning = ({ state }: { state: RecordingState }): boolean => RUNNING.includes(state);

/** A recording as this service keeps it. */
export interface Recording {
  id: RecordingId;
  meetingId: MeetingId;
  state: RecordingState;
  /** Why it failed, or ended before it was told to. */
  cause: RecordingCause | null;
  startedBy: UserId;
  requestedAt: Date;
  /** Since when nobody records who should. */
  waitingSince: Date | null;
  /** The first moment that is in it. */
  startedAt: Date | null;
  /** When it was told to end, or was given up. */
  stopAskedAt: Date | null;
  /** The last moment of it. */
  endedAt: Date | null;
  /** Which worker makes the file, and when it last gave a sign of life. */
  finaliser: string | null;
  finaliserSeenAt: Date | null;
  finaliseTries: number;
  durationSeconds: number | null;
  missingSeconds: number | null;
  bytes: number | null;
  key: string | null;
  contentType: string | null;
  /** When retention deletes it; null: never. */
  expiresAt: Date | null;
  deletedAt: Date | null;
}

/** REFUSED: the worker did not take it. LOST: it fell silent. */
export type PartState = 'ASKED' | 'JOINED' | 'RECORDING' | 'STOPPED' | 'FAILED' | 'LOST' | 'REFUSED';

/** One worker's stretch of a recording; every try is one. */
export interface RecordingPart {
  part: number;
  workerId: string;
  /** Who its stage page is in LiveKit's room. */
  identity: ParticipantId;
  /** SHA-256 of its stage page's credential. */
  tokenHash: string;
  state: PartState;
  cause: RecordingCause | null;
  askedAt: Date;
  seenAt: Date;
  /** Its first moment. */
  startedAt: Date | null;
  capturedMs: number;
  bytes: number;
  /** As measured in the stored bytes; null until the file is made, and for a part that is not in it. */
  durationSeconds: number | null;
}

/** Whether a worker may still be at it. */
export const isOpen = ({ state }: Pick<RecordingPart, 'state'>): boolean =>
  state === 'ASKED' || state === 'JOINED' || state === 'RECORDING';
/** Whether anything of it was stored, as far as was reported. */
export const hasCaptured = ({ startedAt }: Pick<RecordingPart, 'startedAt'>): boolean => startedAt !== null;
