import { Dialog, DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject, Injector } from '@angular/core';
import { Moderator, Target } from './moderator';

/** Asks whether somebody who is put out may come back. */
@Component({
  selector: 'parley-remove-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'dialog' },
  template: `
    <h2 id="remove-title" i18n>
      Remove <bdi>{{ person.name }}</bdi>?
    </h2>
    <p class="muted" i18n>They are out at once. Keep them out, and this link does not let them in again.</p>
    <div class="dialog-ways stacked">
      <button class="button" type="button" (click)="remove(false)" i18n>Let them come back</button>
      <button class="button danger" type="button" (click)="remove(true)" i18n>Keep out</button>
      <button class="button quiet" type="button" (click)="dialog.close()" i18n>Cancel</button>
    </div>
  `,
})
export class RemoveDialog {
  readonly #moderator = inject(Moderator);
  protected readonly dialog = inject(DialogRef);
  protected readonly person = inject<Target>(DIALOG_DATA);

  protected async remove(isBanned: boolean): Promise<void> {
    this.dialog.close();
    await this.#moderator.remove(this.person, isBanned);
  }
}

/** Opens it within the meeting, so that it finds the meeting's own services. */
export function openRemoveDialog(dialog: Dialog, injector: Injector, person: Target): void {
  dialog.open(RemoveDialog, {
    injector,
    data: person,
    ariaLabelledBy: 'remove-title',
    autoFocus: 'dialog',
    panelClass: ['stage-world', 'dialog-pane'],
  });
}
