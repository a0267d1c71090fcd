import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { CallKind } from '../../graph/generated/calls/graphql';
import { Icon } from '../../ui/icon';
import { callIcons } from '../calls/call-icons';
import { contactIcons } from './contact-icons';

/** What one can do about somebody, behind one button. It asks for it; whoever shows it makes sure that it is meant. */
@Component({
  selector: 'parley-contact-menu',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      class="icon-button small"
      type="button"
      [cdkMenuTriggerFor]="menu"
      [attr.aria-label]="label()"
      data-testid="more"
    >
      <parley-icon [path]="icons.moreVert" />
    </button>
    <ng-template #menu>
      <div class="menu" cdkMenu [attr.aria-label]="name()">
        @if (isContact()) {
          <button class="menu-item" type="button" cdkMenuItem (cdkMenuItemTriggered)="callWanted.emit('AUDIO')">
            <parley-icon [path]="callIcons.call" /><span i18n="@@callTitle">Call</span>
          </button>
          <button class="menu-item" type="button" cdkMenuItem (cdkMenuItemTriggered)="callWanted.emit('VIDEO')">
            <parley-icon [path]="callIcons.videocam" /><span i18n="@@videoCallTitle">Video call</span>
          </button>
          <button class="menu-item" type="button" cdkMenuItem (cdkMenuItemTriggered)="removeWanted.emit()">
            <parley-icon [path]="icons.personRemove" /><span i18n="@@removeContact">Remove contact</span>
          </button>
        }
        <button class="menu-item danger" type="button" cdkMenuItem (cdkMenuItemTriggered)="blockWanted.emit()">
          <parley-icon [path]="icons.block" /><span i18n="@@block">Block</span>
        </button>
      </div>
    </ng-template>
  `,
})
export class ContactMenu {
  readonly name = input.required<string>();
  readonly isContact = input(false);
  readonly callWanted = output<CallKind>();
  readonly removeWanted = output();
  readonly blockWanted = output();

  protected readonly icons = contactIcons;
  protected readonly callIcons = callIcons;
  protected readonly label = computed(() => $localize`:@@moreAbout:More about ${this.name()}:name:`);
}
