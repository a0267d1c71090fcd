import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { isRunning, Recorder } from './recorder';
import { causeWords, elapsed, recordingWords } from './recording-words';

/** Says that the meeting is recorded, and how that stands: a dot, words, and the time. Nothing while nothing is recorded. */
@Component({
  selector: 'parley-recording-indicator',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (shown(); as now) {
      <p
        class="recording"
        data-testid="recording"
        [class.on]="now.state === 'RECORDING'"
        [class.bad]="now.state === 'FAILED' || now.state === 'LOST_WORKER'"
        [attr.data-state]="now.state"
      >
        <span class="dot" aria-hidden="true"></span>
        <span>{{ now.words }}</span>
        @if (now.time) {
          <span class="time" role="timer">{{ now.time }}</span>
        }
        @if (now.cause) {
          <span class="cause">{{ now.cause }}</span>
        }
      </p>
    }
  `,
  styleUrl: './recording-indicator.css',
})
export class RecordingIndicator {
  readonly #recorder = inject(Recorder);
  readonly #now = signal(Date.now());
  protected readonly shown = computed(() => {
    const recording = this.#recorder.recording();
    if (!recording || recording.state === 'READY') return undefined;
    const { state, startedAt, cause } = recording;
    const since = startedAt && isRunning(recording) ? Date.parse(startedAt) : undefined;
    return {
      state,
      words: recordingWords(state),
      time: since === undefined ? undefined : elapsed((this.#now() - since) / 1000),
      cause: state === 'FAILED' && cause ? causeWords(cause) : undefined,
    };
  });

  constructor() {
    const timer = setInterval(() => this.#now.set(Date.now()), 1000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
