import { CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { Attendee } from '../attendees';
import { Feed } from '../feed';
import { HandBadge } from '../hands/hand-badge';
import { MeetingStore } from '../meeting-store';
import { moderates } from '../moderation/may';
import { PersonMenu } from '../moderation/person-menu';
import { manageWords } from '../moderation/role-words';
import { ReactionFloat } from '../reactions/reaction-float';
import { stageIcons } from '../stage-icons';

/** Somebody's tile: their camera or their initials, the plate with their name, and the ring while they speak. */
@Component({
  selector: 'parley-tile',
  imports: [Avatar, CdkMenuTrigger, Feed, HandBadge, Icon, PersonMenu, ReactionFloat],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @let one = person();
    <article
      data-testid="tile"
      [attr.data-identity]="one.identity"
      [attr.data-speaking]="one.isSpeaking"
      [attr.data-local]="one.isLocal"
      [attr.aria-label]="label()"
      [class.speaking]="one.isSpeaking"
      [class.small]="isSmall()"
    >
      @if (one.camera; as feed) {
        <video [parleyFeed]="feed" [boxRatio]="ratio()" [class.mirrored]="one.isLocal"></video>
      } @else {
        <div class="face"><parley-avatar [name]="one.name" [seed]="one.identity" [size]="isSmall() ? 40 : 96" /></div>
      }
      <parley-reaction-float [personId]="one.id" [class.small]="isSmall()" />
      <footer class="plate">
        <parley-icon
          [path]="one.isMicrophoneOn ? (one.isSpeaking ? icons.micFill : icons.mic) : icons.micOff"
          [class.off]="!one.isMicrophoneOn"
        />
        <span class="unseen">{{ microphoneWords() }}</span>
        <span class="one-line" dir="auto">{{ one.isLocal ? you : one.name }}</span>
      </footer>
      @if (isModerator() && !one.isLocal && one.id) {
        <button class="manage" type="button" [cdkMenuTriggerFor]="menu" [attr.aria-label]="manageWords(one.name)">
          <parley-icon [path]="icons.moreVert" />
        </button>
        <ng-template #menu><parley-person-menu [person]="one" /></ng-template>
      }
      <div class="signs">
        @if (one.hand) {
          <parley-hand-badge [place]="one.hand" />
        }
        @if (one.hasPoorNetwork) {
          <p class="plate network"><parley-icon [path]="icons.networkCheck" /><span i18n>Poor connection</span></p>
        }
      </div>
    </article>
  `,
  styleUrl: './tile.css',
})
export class Tile {
  readonly #role = inject(MeetingStore).myRole;
  readonly person = input.required<Attendee>();
  /** Beside a screen, or floating. */
  readonly isSmall = input(false);
  /** Width by height of the tile. */
  readonly ratio = input<number>();

  protected readonly isModerator = computed(() => moderates(this.#role()));
  protected readonly icons = stageIcons;
  protected readonly manageWords = manageWords;
  protected readonly you = $localize`:@@you:You`;
  protected readonly label = computed(() =>
    this.person().isLocal ? $localize`:@@youNamed:${this.person().name}:name: (you)` : this.person().name,
  );
  protected readonly microphoneWords = computed(() =>
    this.person().isMicrophoneOn
      ? $localize`:@@microphoneOn:Microphone on`
      : $localize`:@@microphoneOff:Microphone off`,
  );
}
