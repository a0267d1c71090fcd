import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import {
  MeetingRecordingDocument,
  MeetingRecordingQuery,
  RecordingNoticePartsFragment,
  StartRecordingDocument,
  StopRecordingDocument,
} from '../../../graph/generated/meeting/graphql';
import { Graph } from '../../../graph/graph';
import type { UserError } from '../../../graph/user-error';
import { Toaster } from '../../../ui/toaster';
import { MeetingEvent, MeetingEvents } from '../meeting-events';
import { MeetingStore } from '../meeting-store';

/** How often the preview looks whether a recording has begun, in milliseconds: there are no events before one asks to come in. */
const LOOK_MS = 5000;

type Capacity = NonNullable<MeetingRecordingQuery['meeting']>['recordingCapacity'];

/** How the meeting's recording stands, before one joins and in the call; for hosts also the two verbs. */
@Injectable()
export class Recorder {
  readonly #graph = inject(Graph);
  readonly #store = inject(MeetingStore);
  readonly #toaster = inject(Toaster);
  readonly #recording = signal<RecordingNoticePartsFragment | undefined>(undefined);
  readonly #capacity = signal<Capacity>(null);
  readonly #isBusy = signal(false);
  #looking: ReturnType<typeof setInterval> | undefined;

  /** The one that is under way, or has just ended; undefined when nothing was recorded since one came. */
  readonly recording = this.#recording.asReadonly();
  /** One is, or is about to be, recorded. */
  readonly isRunning = computed(() => isRunning(this.#recording()));
  readonly isBusy = this.#isBusy.asReadonly();
  /** What the recorders can take, in words for hosts; undefined while it is not known. */
  readonly capacityWords = computed(() => {
    const capacity = this.#capacity();
    if (!capacity) return undefined;
    if (capacity.slots === 0) return $localize`:@@recNoRecorder:No recorder is running here.`;
    if (capacity.free === 0) return $localize`:@@recAllBusy:All recorders are busy with other meetings.`;
    return $localize`:@@recFree:${capacity.free}:free: of ${capacity.slots}:slots: recorders free`;
  });
  readonly canStart = computed(() => !this.#isBusy() && (this.#capacity()?.free ?? 0) > 0);

  constructor() {
    const stopHearing = inject(MeetingEvents).listen((event) => this.#hear(event));
    effect(() => {
      const phase = this.#store.phase();
      untracked(() => {
        clearInterval(this.#looking);
        if (phase === 'loading') this.#recording.set(undefined);
        if (phase !== 'pre-join') return;
        void this.look();
        this.#looking = setInterval(() => void this.look(), LOOK_MS);
      });
    });
    inject(DestroyRef).onDestroy(() => {
      stopHearing();
      clearInterval(this.#looking);
    });
  }

  /** Reads anew how it stands, and what the recorders can take. What cannot be read stays as it was. */
  async look(): Promise<void> {
    const code = this.#store.meeting()?.code;
    if (!code) return;
    try {
      const { meeting } = await this.#graph.ask(MeetingRecordingDocument, { code });
      if (!meeting) return;
      this.#capacity.set(meeting.recordingCapacity);
      // One that ended stays on show as it ended, until the next.
      if (meeting.recording) this.#recording.set(meeting.recording);
      else if (this.isRunning() || this.#recording()?.state === 'FINALISING') this.#recording.set(undefined);
    } catch {
      // The next look will tell.
    }
  }

  /** Has the meeting recorded. @returns which recording it is; undefined when it was refused, which is told */
  async start(): Promise<string | undefined> {
    const { recording } = await this.#do(
      async (meetingId) => (await this.#graph.ask(StartRecordingDocument, { input: { meetingId } })).startRecording,
    );
    return recording?.id;
  }

  /** Ends the recording. */
  async stop(): Promise<void> {
    await this.#do(
      async (meetingId) => (await this.#graph.ask(StopRecordingDocument, { input: { meetingId } })).stopRecording,
    );
  }

  #hear(event: MeetingEvent): void {
    if (event.__typename === 'RecordingChanged') this.#recording.set(event.recording);
    if (event.__typename === 'MeetingReady' || event.__typename === 'Resync') void this.look();
  }

  async #do<T extends { readonly userErrors: readonly UserError[] }>(
    act: (meetingId: string) => Promise<T>,
  ): Promise<Partial<T>> {
    const meetingId = this.#store.meeting()?.id;
    if (!meetingId || this.#isBusy()) return {};
    this.#isBusy.set(true);
    try {
      const answer = await act(meetingId);
      const [refusal] = answer.userErrors;
      if (refusal) this.#toaster.show(refusal.message);
      return answer;
    } catch {
      this.#toaster.show($localize`:@@recFailedToAsk:That did not work. Check your connection and try again.`);
      return {};
    } finally {
      this.#isBusy.set(false);
      void this.look();
    }
  }
}

/** Whether this is one that people must know of: they are recorded, or will be in a moment. */
export function isRunning(recording: Pick<RecordingNoticePartsFragment, 'state'> | undefined): boolean {
  return recording?.state === 'WAITING' || recording?.state === 'RECORDING' || recording?.state === 'LOST_WORKER';
}
