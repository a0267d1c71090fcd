import { Dialog, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject, Injector } from '@angular/core';

/** Asks before a message is taken back: nobody brings it back afterwards. */
@Component({
  selector: 'parley-delete-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'dialog' },
  template: `
    <h2 id="delete-title" i18n="@@deleteTitle">Delete this message?</h2>
    <p class="muted" i18n="@@deleteWhat">
      Its words, files, reactions and earlier versions are gone for everybody. That it was there stays visible.
    </p>
    <div class="dialog-ways">
      <button class="button quiet" type="button" (click)="dialog.close(false)" i18n="@@deleteCancel">Cancel</button>
      <button class="button danger" type="button" (click)="dialog.close(true)" i18n="@@deleteDo">Delete message</button>
    </div>
  `,
})
export class DeleteDialog {
  protected readonly dialog = inject<DialogRef<boolean>>(DialogRef);
}

/** Whether it is to be deleted. */
export function asksToDelete(dialog: Dialog, injector: Injector, isOnStage: boolean): Promise<boolean> {
  const opened = dialog.open<boolean>(DeleteDialog, {
    injector,
    role: 'alertdialog',
    ariaLabelledBy: 'delete-title',
    autoFocus: 'dialog',
    panelClass: isOnStage ? ['stage-world', 'dialog-pane'] : 'dialog-pane',
  });
  return new Promise((resolve) => opened.closed.subscribe((answer) => resolve(answer === true)));
}
