import { DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Recorder } from './recorder';

/** Asks whoever is in whether they stay while the meeting is recorded. There is no third way. */
@Component({
  selector: 'parley-consent-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'dialog' },
  styles: `
    h2 {
      display: flex;
      align-items: center;
      gap: 0.75rem;
    }
    .dot {
      flex: none;
      inline-size: 0.75rem;
      block-size: 0.75rem;
      border-radius: 50%;
      background: var(--danger);
    }
  `,
  template: `
    <h2 id="consent-title">
      <span class="dot" aria-hidden="true"></span><span i18n>This meeting is being recorded</span>
    </h2>
    <p id="consent-text">
      @if (by(); as name) {
        <span i18n
          ><bdi>{{ name }}</bdi> records picture, sound and shared screens.</span
        >
      }
      &ngsp;<span i18n>If you stay, you agree to be recorded. Your answer is kept.</span>
    </p>
    <div class="dialog-ways">
      <button class="button" type="button" (click)="dialog.close(false)" i18n>Leave</button>
      <button class="button primary" type="button" (click)="dialog.close(true)" i18n>Stay</button>
    </div>
  `,
})
export class ConsentDialog {
  protected readonly dialog = inject<DialogRef<boolean>>(DialogRef);
  readonly #recorder = inject(Recorder);
  protected readonly by = computed(() => this.#recorder.recording()?.startedByName);
}
