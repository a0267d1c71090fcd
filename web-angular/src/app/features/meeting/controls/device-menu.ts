import { CdkMenu, CdkMenuGroup, CdkMenuItemCheckbox, CdkMenuItemRadio } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import type { DeviceKind } from '../livekit/room-port';
import { Devices } from '../pre-join/devices';
import { MediaChoice } from '../pre-join/media-choice';
import { Controls } from './controls';

/** Choosing a device during the meeting. */
@Component({
  selector: 'parley-device-menu',
  imports: [CdkMenu, CdkMenuGroup, CdkMenuItemCheckbox, CdkMenuItemRadio, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="stage-world menu" cdkMenu>
      @for (kind of kinds(); track kind) {
        @if (kind !== 'speaker' || devices.canChooseSpeaker) {
          <div cdkMenuGroup [attr.aria-label]="titles[kind]">
            <p class="menu-title" aria-hidden="true">{{ titles[kind] }}</p>
            @for (device of devices.list()[kind]; track device.id) {
              <button
                class="menu-item"
                type="button"
                cdkMenuItemRadio
                [cdkMenuItemChecked]="isChosen(kind, device.id, $first)"
                (cdkMenuItemTriggered)="controls.choose(kind, device.id)"
              >
                <parley-icon [path]="icons.check" [class.absent]="!isChosen(kind, device.id, $first)" /><span>{{
                  device.label
                }}</span>
              </button>
            } @empty {
              <button class="menu-item" type="button" cdkMenuItemRadio disabled i18n>None found</button>
            }
          </div>
        }
      }
      @if (kinds().includes('camera')) {
        <button
          class="menu-item"
          type="button"
          cdkMenuItemCheckbox
          [cdkMenuItemChecked]="choice.choice().isBlurred"
          (cdkMenuItemTriggered)="choice.change({ isBlurred: !choice.choice().isBlurred })"
        >
          <parley-icon [path]="icons.check" [class.absent]="!choice.choice().isBlurred" />
          <span i18n>Blur my background</span>
        </button>
      }
      @if (kinds().includes('microphone')) {
        <button
          class="menu-item"
          type="button"
          cdkMenuItemCheckbox
          [cdkMenuItemChecked]="choice.choice().tellsWhenMuted"
          (cdkMenuItemTriggered)="choice.change({ tellsWhenMuted: !choice.choice().tellsWhenMuted })"
        >
          <parley-icon [path]="icons.check" [class.absent]="!choice.choice().tellsWhenMuted" />
          <span i18n>Tell me when I talk while muted</span>
        </button>
      }
    </div>
  `,
  styles: `
    .absent {
      visibility: hidden;
    }
  `,
})
export class DeviceMenu {
  readonly kinds = input.required<readonly DeviceKind[]>();
  protected readonly devices = inject(Devices);
  protected readonly controls = inject(Controls);
  protected readonly choice = inject(MediaChoice);
  protected readonly icons = icons;
  protected readonly titles: Readonly<Record<DeviceKind, string>> = {
    microphone: $localize`:@@microphone:Microphone`,
    camera: $localize`:@@camera:Camera`,
    speaker: $localize`:@@speaker:Speaker`,
  };

  protected isChosen(kind: DeviceKind, id: string, isFirst: boolean): boolean {
    const chosen = this.controls.devices()[kind];
    const isThere = this.devices.list()[kind].some((device) => device.id === chosen);
    return isThere ? chosen === id : isFirst;
  }
}
