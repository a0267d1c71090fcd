import { CdkMenuTrigger } from '@angular/cdk/menu';
import { Dialog } from '@angular/cdk/dialog';
import { NgTemplateOutlet } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, Injector, input, output } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { MeetingChat } from '../chat-panel/meeting-chat';
import { Hands } from '../hands/hands';
import { LobbyBook } from '../lobby/lobby-book';
import { MeetingStore } from '../meeting-store';
import { leaveOrAsk } from '../moderation/leave-dialog';
import { ReactionMenu } from '../reactions/reaction-menu';
import { stageIcons } from '../stage-icons';
import { BarWords } from './bar-words';
import { Controls } from './controls';
import { DeviceMenu } from './device-menu';
import { MoreMenu } from './more-menu';
import { Narrow } from './narrow';
import { Roving } from './roving';

/** The bar at the bottom: one toolbar, one stop of the Tab key, arrow keys within. */
@Component({
  selector: 'parley-bar',
  imports: [CdkMenuTrigger, DeviceMenu, Icon, MoreMenu, NgTemplateOutlet, ReactionMenu, Roving],
  providers: [BarWords],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './bar.html',
  styleUrl: './bar.css',
})
export class Bar {
  readonly #dialog = inject(Dialog);
  readonly #injector = inject(Injector);
  readonly #store = inject(MeetingStore);
  protected readonly lobby = inject(LobbyBook);
  protected readonly controls = inject(Controls);
  protected readonly hands = inject(Hands);
  protected readonly chat = inject(MeetingChat);
  protected readonly words = inject(BarWords);
  /** A phone's bar has less in it, and more in its menu. */
  protected readonly isNarrow = inject(Narrow).isNarrow;
  protected readonly icons = { ...icons, ...stageIcons };
  readonly isChatOpen = input(false);
  readonly chatToggled = output<void>();
  readonly isPeopleOpen = input(false);
  readonly peopleToggled = output<void>();
  readonly linkWanted = output<void>();

  protected readonly count = computed(() => this.#store.attendees().length);

  protected leave(): Promise<void> {
    return leaveOrAsk(this.#store, this.#dialog, this.#injector);
  }
}
