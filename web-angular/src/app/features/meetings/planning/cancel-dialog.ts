import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';

/** Asks once more before a meeting is called off, since everybody invited is told. */
@Component({
  selector: 'parley-cancel-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="dialog">
      <h2 id="cancel-heading" dir="auto" i18n>Cancel {{ title }}?</h2>
      <p i18n>Everybody who is invited is told. A series is cancelled with all the times to come.</p>
      <div class="dialog-ways">
        <button class="button" type="button" (click)="dialog.close(false)" i18n>Keep it</button>
        <button class="button danger" type="button" (click)="dialog.close(true)" i18n>Cancel meeting</button>
      </div>
    </div>
  `,
})
export class CancelDialog {
  protected readonly dialog = inject<DialogRef<boolean>>(DialogRef);
  protected readonly title = inject<string>(DIALOG_DATA);
}
