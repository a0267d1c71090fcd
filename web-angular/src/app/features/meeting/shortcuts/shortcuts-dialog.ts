import { Dialog, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject, Injector } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { SingleKeys } from './single-keys';

/** The keys of a meeting, and the switch for those that are a single one. */
@Component({
  selector: 'parley-shortcuts-dialog',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'dialog' },
  template: `
    <header>
      <h2 id="shortcuts-title" i18n>Keyboard shortcuts</h2>
      <button class="icon-button" type="button" i18n-aria-label aria-label="Close" (click)="dialog.close()">
        <parley-icon [path]="icons.close" />
      </button>
    </header>
    <dl>
      @for (one of keys; track one.key) {
        <div>
          <dt>{{ one.label }}</dt>
          <dd>
            <kbd>{{ one.key }}</kbd>
          </dd>
        </div>
      }
    </dl>
    <label>
      <span i18n>Single keys act</span>
      <input type="checkbox" role="switch" #box [checked]="single.isOn()" (change)="single.set(box.checked)" />
    </label>
  `,
  styles: `
    header,
    label,
    div {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 1rem;
    }
    label,
    div {
      min-block-size: 2.25rem;
    }
    dl,
    dd {
      margin: 0;
    }
    kbd {
      display: inline-block;
      min-inline-size: 2rem;
      padding: 0.125rem 0.5rem;
      border-radius: 0.375rem;
      background: var(--control);
      font: var(--strong);
      text-align: center;
    }
  `,
})
export class ShortcutsDialog {
  protected readonly single = inject(SingleKeys);
  protected readonly dialog = inject(DialogRef);
  protected readonly icons = icons;
  protected readonly keys = [
    { key: 'M', label: $localize`:@@keyMicrophone:Mute or unmute` },
    { key: $localize`:@@spaceBar:Space`, label: $localize`:@@keyTalk:Talk while it is held` },
    { key: 'V', label: $localize`:@@keyCamera:Start or stop video` },
    { key: 'H', label: $localize`:@@keyHand:Raise or lower your hand` },
    { key: 'C', label: $localize`:@@keyChat:Open the chat` },
    { key: 'S', label: $localize`:@@keySpeaking:Hear who is speaking now` },
    { key: 'F6', label: $localize`:@@keyRegion:Go to the next part of the page` },
    { key: '?', label: $localize`:@@keyHelp:Show these shortcuts` },
  ];
}

/** Opens it within the meeting, so that it finds the meeting's own services. */
export function openShortcuts(dialog: Dialog, injector: Injector): void {
  dialog.open(ShortcutsDialog, {
    injector,
    ariaLabelledBy: 'shortcuts-title',
    panelClass: ['stage-world', 'dialog-pane'],
  });
}
