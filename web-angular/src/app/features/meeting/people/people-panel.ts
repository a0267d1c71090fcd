import { CdkMenuTrigger } from '@angular/cdk/menu';
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  output,
  viewChild,
} from '@angular/core';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { handsFirst } from '../attendees';
import { HandBadge } from '../hands/hand-badge';
import { Hands } from '../hands/hands';
import { HearingLine } from '../healing/hearing-line';
import { WaitingList } from '../lobby/waiting-list';
import { MeetingStore } from '../meeting-store';
import { moderates } from '../moderation/may';
import { PersonMenu } from '../moderation/person-menu';
import { manageWords, roleWord } from '../moderation/role-words';
import { stageIcons } from '../stage-icons';

/** Who is in the meeting: a panel at the end, on phones a sheet. */
@Component({
  selector: 'parley-people-panel',
  imports: [Avatar, CdkMenuTrigger, HandBadge, HearingLine, Icon, PersonMenu, WaitingList],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'complementary', 'aria-labelledby': 'people-title', '(keydown.escape)': 'closed.emit()' },
  templateUrl: './people-panel.html',
  styleUrl: './people-panel.css',
})
export class PeoplePanel {
  protected readonly store = inject(MeetingStore);
  protected readonly icons = { ...icons, ...stageIcons };
  protected readonly words = {
    cameraOn: $localize`:@@cameraOn:Camera on`,
    cameraOff: $localize`:@@cameraOff:Camera off`,
    microphoneOn: $localize`:@@microphoneOn:Microphone on`,
    microphoneOff: $localize`:@@microphoneOff:Microphone off`,
  };
  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title');
  protected readonly manageWords = manageWords;
  protected readonly roleWord = roleWord;
  protected readonly hands = inject(Hands);
  /** Raised hands first, in line. */
  protected readonly people = computed(() => handsFirst(this.store.attendees()));
  protected readonly isModerator = computed(() => moderates(this.store.myRole()));
  readonly closed = output<void>();
  readonly linkWanted = output<void>();

  constructor() {
    afterNextRender(() => this.title().nativeElement.focus());
  }
}
