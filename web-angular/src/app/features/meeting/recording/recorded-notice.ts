import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Recorder } from './recorder';
import { RecordingIndicator } from './recording-indicator';

/** Before joining: that the meeting is recorded, and what joining then means. */
@Component({
  selector: 'parley-recorded-notice',
  imports: [RecordingIndicator],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styles: `
    .told {
      display: grid;
      gap: 0.375rem;
      padding: 0.75rem;
      border: 1px solid var(--hairline);
      border-radius: var(--radius-large);
    }
  `,
  template: `
    <div role="status">
      @if (recorder.isRunning()) {
        <div class="told" data-testid="recorded-notice">
          <parley-recording-indicator />
          <p class="muted" i18n>By joining you agree to be recorded. Your answer is kept.</p>
        </div>
      }
    </div>
  `,
})
export class RecordedNotice {
  protected readonly recorder = inject(Recorder);
}
