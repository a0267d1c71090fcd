import { CdkMenu, CdkMenuGroup, CdkMenuItem, CdkMenuItemCheckbox, CdkMenuItemRadio } from '@angular/cdk/menu';
import { Dialog } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, Injector, output } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { callIcons } from '../../calls/call-icons';
import { MeetingStore } from '../meeting-store';
import { openHostControls } from '../moderation/host-controls';
import { moderates } from '../moderation/may';
import { Moderator } from '../moderation/moderator';
import { reactionLooks } from '../reactions/reaction-words';
import { Reactions } from '../reactions/reactions';
import { Consent } from '../recording/consent';
import { Recorder } from '../recording/recorder';
import { Shortcuts } from '../shortcuts/shortcuts';
import { ViewChoice } from '../stage/view-choice';
import { viewIcons } from '../stage/view-icons';
import { viewLooks } from '../stage/view-words';
import { stageIcons } from '../stage-icons';
import { Thrift } from '../thrift/thrift';
import { BarWords } from './bar-words';
import { Controls } from './controls';
import { FullScreen } from './full-screen';
import { Narrow } from './narrow';

/** What the bar has no room for. On a phone also what it has room for elsewhere; for hosts also the meeting's fate. */
@Component({
  selector: 'parley-more-menu',
  imports: [CdkMenu, CdkMenuGroup, CdkMenuItem, CdkMenuItemCheckbox, CdkMenuItemRadio, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './more-menu.html',
  styleUrl: './more-menu.css',
})
export class MoreMenu {
  readonly #dialog = inject(Dialog);
  readonly #injector = inject(Injector);
  readonly #consent = inject(Consent);
  protected readonly words = inject(BarWords);
  protected readonly moderator = inject(Moderator);
  protected readonly store = inject(MeetingStore);
  protected readonly controls = inject(Controls);
  protected readonly recorder = inject(Recorder);
  protected readonly shortcuts = inject(Shortcuts);
  protected readonly isNarrow = inject(Narrow).isNarrow;
  protected readonly fullScreen = inject(FullScreen);
  protected readonly reactions = inject(Reactions);
  protected readonly reactionLooks = reactionLooks();
  protected readonly view = inject(ViewChoice);
  protected readonly viewLooks = viewLooks();
  protected readonly thrift = inject(Thrift);
  protected readonly icons = { ...icons, ...stageIcons, ...viewIcons, ...callIcons };
  readonly linkWanted = output<void>();
  readonly peopleToggled = output<void>();
  readonly chatToggled = output<void>();

  protected readonly isModerator = computed(() => moderates(this.store.myRole()));

  constructor() {
    // With every opening: what the recorders can take changes without an event.
    if (this.isModerator()) void this.recorder.look();
  }

  /** Whoever starts a recording has agreed to it. */
  protected async record(): Promise<void> {
    if (this.recorder.isRunning()) return this.recorder.stop();
    const id = await this.recorder.start();
    if (id) this.#consent.agree(id);
  }

  /** Loaded when it is wanted. */
  protected async addPeople(callId: string): Promise<void> {
    const { openAddToCall } = await import('../../calls/add-to-call');
    openAddToCall(this.#dialog, callId);
  }

  protected openHostControls(): void {
    openHostControls(this.#dialog, this.#injector);
  }
}
