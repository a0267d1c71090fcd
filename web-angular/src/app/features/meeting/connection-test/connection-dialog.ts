import { Dialog, DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { ConnectionPanel } from './connection-panel';

/** The connection test before a meeting. */
@Component({
  selector: 'parley-connection-dialog',
  imports: [ConnectionPanel, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'dialog' },
  template: `
    <header>
      <h2 id="connection-title" i18n>Connection test</h2>
      <button class="icon-button" type="button" i18n-aria-label aria-label="Close" (click)="dialog.close()">
        <parley-icon [path]="icons.close" />
      </button>
    </header>
    <parley-connection-panel [code]="code" />
  `,
  styles: `
    header {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 1rem;
    }
  `,
})
export class ConnectionDialog {
  protected readonly code = inject<string | undefined>(DIALOG_DATA);
  protected readonly dialog = inject(DialogRef);
  protected readonly icons = icons;
}

/** @param code of the meeting one stands before: it is what guests may test with */
export function openConnectionTest(dialog: Dialog, code: string | undefined): void {
  dialog.open(ConnectionDialog, {
    data: code,
    ariaLabelledBy: 'connection-title',
    panelClass: ['stage-world', 'dialog-pane'],
  });
}
