import { CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { Attendee } from '../attendees';
import { Feed } from '../feed';
import { HandBadge } from '../hands/hand-badge';
import { LinkSign } from '../healing/link-sign';
import { MeetingStore } from '../meeting-store';
import { moderates } from '../moderation/may';
import { PersonMenu } from '../moderation/person-menu';
import { manageWords } from '../moderation/role-words';
import { ReactionFloat } from '../reactions/reaction-float';
import { stageIcons } from '../stage-icons';
import { PinButton } from './pin-button';
import { Pins } from './pins';
import { Spotlight } from './spotlight';
import { viewIcons } from './view-icons';

/** Somebody's tile: their camera or their initials, the plate with their name, and the ring while they speak. */
@Component({
  selector: 'parley-tile',
  imports: [Avatar, CdkMenuTrigger, Feed, HandBadge, Icon, PersonMenu, LinkSign, PinButton, ReactionFloat],
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
      [class.whole]="isWhole()"
    >
      @if (one.camera; as feed) {
        <video [parleyFeed]="feed" [boxRatio]="ratio()" [class.mirrored]="one.isLocal"></video>
      } @else {
        <div class="face">
          <parley-avatar [name]="one.name" [seed]="one.identity" [url]="one.avatarUrl" [size]="isSmall() ? 40 : 96" />
        </div>
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
      @if (!isFloating()) {
        <div class="actions">
          <parley-pin-button [item]="'camera ' + one.identity" [name]="label()" />
          @if (isModerator() && one.id) {
            <button class="on-tile" type="button" [cdkMenuTriggerFor]="menu" [attr.aria-label]="manageWords(one.name)">
              <parley-icon [path]="icons.moreVert" />
            </button>
            <ng-template #menu><parley-person-menu [person]="one" /></ng-template>
          }
        </div>
      }
      <div class="signs">
        @if (isPinned()) {
          <p class="plate marked" data-testid="pinned">
            <parley-icon [path]="icons.keepFill" /><span i18n>Pinned for you</span>
          </p>
        } @else if (isSpotlit()) {
          <p class="plate marked" data-testid="spotlit">
            <parley-icon [path]="icons.flare" /><span i18n>Shown to everyone</span>
          </p>
        }
        <parley-link-sign [identity]="one.identity" [isLocal]="one.isLocal" [class.small]="isSmall()" />
        @if (one.hand) {
          <parley-hand-badge [place]="one.hand" />
        }
        @if (one.hasPoorNetwork) {
          <p class="plate network"><parley-icon [path]="icons.networkCheck" /><span i18n>Poor connection</span></p>
        }
      </div>
    </article>
  `,
  styleUrls: ['./tile.css', './on-tile.css'],
})
export class Tile {
  readonly #role = inject(MeetingStore).myRole;
  readonly #pins = inject(Pins);
  readonly #spotlight = inject(Spotlight);
  readonly person = input.required<Attendee>();
  /** Over the others, and carried about: nothing on it can be pressed. */
  readonly isFloating = input(false);
  /** It fills the stage, and I float over its end. */
  readonly isWhole = input(false);
  /** Beside a screen, or floating. */
  readonly isSmall = input(false);
  /** Width by height of the tile. */
  readonly ratio = input<number>();

  protected readonly isModerator = computed(() => moderates(this.#role()));
  protected readonly isPinned = computed(() => this.#pins.has(`camera ${this.person().identity}`));
  protected readonly isSpotlit = computed(() => this.#spotlight.who()?.identity === this.person().identity);
  protected readonly icons = { ...stageIcons, ...viewIcons };
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
