import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { Toaster } from '../../../ui/toaster';
import { MeetingStore } from '../meeting-store';
import { stageIcons } from '../stage-icons';
import { Controls } from './controls';
import { DeviceMenu } from './device-menu';
import { FullScreen } from './full-screen';
import { Roving } from './roving';

/** The bar at the bottom: one toolbar, one stop of the Tab key, arrow keys within. */
@Component({
  selector: 'parley-bar',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, DeviceMenu, Icon, Roving],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './bar.html',
  styleUrl: './bar.css',
})
export class Bar {
  readonly #toaster = inject(Toaster);
  protected readonly store = inject(MeetingStore);
  protected readonly controls = inject(Controls);
  protected readonly fullScreen = inject(FullScreen);
  protected readonly icons = { ...icons, ...stageIcons };
  readonly isPeopleOpen = input(false);
  readonly peopleToggled = output<void>();
  readonly linkWanted = output<void>();

  protected readonly words = computed(() => ({
    microphone: this.controls.isMicrophoneOn() ? $localize`:@@mute:Mute` : $localize`:@@unmute:Unmute`,
    camera: this.controls.isCameraOn() ? $localize`:@@stopVideo:Stop video` : $localize`:@@startVideo:Start video`,
    share: this.controls.isSharing() ? $localize`:@@stopSharing:Stop sharing` : $localize`:@@shareScreen:Share screen`,
  }));
  protected readonly count = computed(() => this.store.attendees().length);

  protected async endForAll(): Promise<void> {
    const refusal = await this.store
      .endForAll()
      .catch(() => $localize`:@@endFailed:The meeting could not be ended. Try again.`);
    if (refusal) this.#toaster.show(refusal);
  }
}
