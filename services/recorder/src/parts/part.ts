import type { RecordingCause, RecordingReport, StartRecorder } from '@parley/contracts';
import type { SliceStore } from '../slices/slice-store.ts';
import { sliceKey } from '../slices/slice-key.ts';

/** What is told of a part: how far it is. */
export type PartState = Extract<RecordingReport['state'], 'JOINED' | 'RECORDING' | 'STOPPED' | 'FAILED'>;

/** Why a part ends. */
export type Ending = 'told' | 'lease lost' | RecordingCause;

/** The numbers of one part: what has been stored of it and how it stands. It knows no browser and no bus. */
export class Part {
  private current: PartState = 'JOINED';
  private causeOfFailure: RecordingCause | undefined;
  private seq = 0;
  private storedBytes = 0;
  private startedMs: number | undefined;
  private endedMs = 0;
  /** When the last slice was taken, by the clock that only goes forward. */
  heardAt = performance.now();

  constructor(
    readonly job: StartRecorder,
    private readonly slices: SliceStore,
    private readonly changed: (part: Part) => void,
  ) {}

  get state(): PartState {
    return this.current;
  }

  get isOver(): boolean {
    return this.current === 'STOPPED' || this.current === 'FAILED';
  }

  get startedAt(): string | null {
    return this.startedMs === undefined ? null : new Date(this.startedMs).toISOString();
  }

  /** As it is told. */
  get told(): Pick<RecordingReport, 'recordingId' | 'part' | 'state' | 'cause' | 'bytes' | 'capturedMs' | 'startedAt'> {
    const { recordingId, part } = this.job;
    const capturedMs = this.startedMs === undefined ? 0 : Math.max(0, this.endedMs - this.startedMs);
    const cause = this.causeOfFailure ? { cause: this.causeOfFailure } : {};
    return {
      recordingId,
      part,
      state: this.current,
      ...cause,
      bytes: this.storedBytes,
      capturedMs,
      startedAt: this.startedAt,
    };
  }

  /** The browser captures from now on. */
  begun(atMs: number): void {
    this.startedMs ??= atMs;
    this.endedMs = this.startedMs;
  }

  /** Stores a slice. Resolves when a kill would not lose it. @throws when it cannot be stored */
  async take(bytes: Uint8Array, endedAt: number): Promise<void> {
    this.heardAt = performance.now();
    this.seq += 1;
    await this.slices.put(sliceKey({ storageKey: this.job.storageKey, seq: this.seq, endedAt }), bytes);
    this.storedBytes += bytes.length;
    this.endedMs = Math.max(this.endedMs, endedAt);
    if (this.current !== 'JOINED') return;
    this.current = 'RECORDING';
    this.changed(this);
  }

  /** Everything is where it belongs, and nothing more comes. */
  end(cause?: RecordingCause): void {
    if (this.isOver) return;
    this.current = cause ? 'FAILED' : 'STOPPED';
    this.causeOfFailure = cause;
    this.changed(this);
  }
}
