import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Dialog } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, Injector, input, output } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { Hands } from '../hands/hands';
import { LobbyBook } from '../lobby/lobby-book';
import { MeetingStore } from '../meeting-store';
import { openHostControls } from '../moderation/host-controls';
import { leaveOrAsk } from '../moderation/leave-dialog';
import { moderates } from '../moderation/may';
import { Moderator } from '../moderation/moderator';
import { ReactionMenu } from '../reactions/reaction-menu';
import { Shortcuts } from '../shortcuts/shortcuts';
import { stageIcons } from '../stage-icons';
import { Controls } from './controls';
import { DeviceMenu } from './device-menu';
import { FullScreen } from './full-screen';
import { Narrow } from './narrow';
import { Roving } from './roving';

/** The bar at the bottom: one toolbar, one stop of the Tab key, arrow keys within. */
@Component({
  selector: 'parley-bar',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, DeviceMenu, Icon, ReactionMenu, Roving],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './bar.html',
  styleUrl: './bar.css',
})
export class Bar {
  readonly #dialog = inject(Dialog);
  readonly #injector = inject(Injector);
  protected readonly moderator = inject(Moderator);
  protected readonly lobby = inject(LobbyBook);
  protected readonly store = inject(MeetingStore);
  protected readonly controls = inject(Controls);
  protected readonly hands = inject(Hands);
  protected readonly shortcuts = inject(Shortcuts);
  /** A phone's bar has less in it, and more in its menu. */
  protected readonly isNarrow = inject(Narrow).isNarrow;
  protected readonly fullScreen = inject(FullScreen);
  protected readonly icons = { ...icons, ...stageIcons };
  readonly isPeopleOpen = input(false);
  readonly peopleToggled = output<void>();
  readonly linkWanted = output<void>();

  protected readonly words = computed(() => ({
    microphone: this.controls.isMicrophoneOn() ? $localize`:@@mute:Mute` : $localize`:@@unmute:Unmute`,
    camera: this.controls.isCameraOn() ? $localize`:@@stopVideo:Stop video` : $localize`:@@startVideo:Start video`,
    share: this.controls.isSharing() ? $localize`:@@stopSharing:Stop sharing` : $localize`:@@shareScreen:Share screen`,
    hand: this.hands.isMineUp() ? $localize`:@@lowerHand:Lower hand` : $localize`:@@raiseHand:Raise hand`,
  }));
  protected readonly count = computed(() => this.store.attendees().length);

  protected readonly isModerator = computed(() => moderates(this.store.myRole()));
  protected readonly peopleWords = computed(() => {
    const waiting = this.lobby.waiters().length;
    return waiting ? $localize`:@@peopleWaiting:People, ${waiting}:count: waiting` : $localize`:@@people:People`;
  });

  protected leave(): Promise<void> {
    return leaveOrAsk(this.store, this.#dialog, this.#injector);
  }

  protected openHostControls(): void {
    openHostControls(this.#dialog, this.#injector);
  }
}
