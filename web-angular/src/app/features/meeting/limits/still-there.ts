import { Dialog, DialogRef } from '@angular/cdk/dialog';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  Injectable,
  Injector,
  signal,
} from '@angular/core';
import { MeetingStore } from '../meeting-store';

/** Time to answer, in seconds. */
const PATIENCE_SECONDS = 60;
const MINUTE_MS = 60_000;

/** One has been alone for a while: staying is one press away, and without an answer one leaves. */
@Component({
  selector: 'parley-still-there-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'dialog' },
  template: `
    <h2 id="still-there-title" i18n>Still there?</h2>
    <p class="muted" id="still-there-text" i18n>
      You are alone in this meeting. You leave by yourself if you do not answer within a minute.
    </p>
    <div class="dialog-ways">
      <button class="button" type="button" (click)="dialog.close('leave')" i18n>Leave meeting</button>
      <button class="button primary" type="button" (click)="dialog.close('stay')" i18n>Stay</button>
    </div>
  `,
})
export class StillThereDialog {
  protected readonly dialog = inject<DialogRef<'stay' | 'leave'>>(DialogRef);
}

/** Asks whoever has been alone in the meeting for long whether they are still there, and leaves for them if nobody answers. */
@Injectable()
export class StillThere {
  readonly #store = inject(MeetingStore);
  readonly #dialog = inject(Dialog);
  readonly #injector = inject(Injector);
  /** Counts the answers: each begins the wait anew. */
  readonly #stayed = signal(0);
  readonly #isAlone = computed(() => this.#store.attendees().length === 1);
  readonly #minutes = computed(() => this.#store.meeting()?.aloneMinutes ?? 0);

  constructor() {
    effect((onCleanup) => {
      this.#stayed();
      const minutes = this.#minutes();
      if (!this.#isAlone() || minutes <= 0) return;
      let question: DialogRef<'stay' | 'leave'> | undefined;
      const timer = setTimeout(() => (question = this.#ask()), minutes * MINUTE_MS);
      onCleanup(() => {
        clearTimeout(timer);
        question?.close('stay');
      });
    });
  }

  #ask(): DialogRef<'stay' | 'leave'> {
    const question = this.#dialog.open<'stay' | 'leave'>(StillThereDialog, {
      injector: this.#injector,
      role: 'alertdialog',
      ariaLabelledBy: 'still-there-title',
      ariaDescribedBy: 'still-there-text',
      panelClass: ['stage-world', 'dialog-pane'],
    });
    const end = setTimeout(() => question.close('leave'), PATIENCE_SECONDS * 1000);
    question.closed.subscribe((answer) => {
      clearTimeout(end);
      if (answer === 'leave') void this.#store.leave();
      else this.#stayed.update((count) => count + 1);
    });
    return question;
  }
}
