import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';

/** What is asked, and what the answers are called. */
export interface Question {
  readonly heading: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

/** Asks once more before somebody goes from a group. Closes with true or false. */
@Component({
  selector: 'parley-sure-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="dialog">
      <h2 id="sure-heading" dir="auto">{{ question.heading }}</h2>
      <p>{{ question.text }}</p>
      <div class="dialog-ways">
        <button class="button" type="button" (click)="dialog.close(false)">{{ question.no }}</button>
        <button class="button danger" type="button" (click)="dialog.close(true)">{{ question.yes }}</button>
      </div>
    </div>
  `,
})
export class SureDialog {
  protected readonly dialog = inject<DialogRef<boolean>>(DialogRef);
  protected readonly question = inject<Question>(DIALOG_DATA);
}
