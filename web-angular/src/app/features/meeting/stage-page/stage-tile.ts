import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { Attendee } from '../attendees';
import { Feed } from '../feed';
import { stageIcons } from '../stage-icons';

/** Somebody's camera, or their screen, as a recording shows it: picture and name, and nothing to press. */
@Component({
  selector: 'parley-stage-tile',
  imports: [Avatar, Feed, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @let one = person();
    <article
      [attr.data-testid]="isScreen() ? 'screen' : 'tile'"
      [attr.data-identity]="one.identity"
      [attr.data-speaking]="one.isSpeaking"
      [attr.aria-label]="label()"
      [class.speaking]="one.isSpeaking && !isScreen()"
      [class.small]="isSmall()"
    >
      @if (feed(); as picture) {
        <video [parleyFeed]="picture" [isWhole]="isScreen()" [boxRatio]="ratio()" (shown)="shown.emit()"></video>
      } @else {
        <div class="face">
          <parley-avatar [name]="one.name" [seed]="one.identity" [url]="one.avatarUrl" [size]="isSmall() ? 40 : 96" />
        </div>
      }
      <footer class="plate">
        <parley-icon [path]="icon()" [class.off]="!isScreen() && !one.isMicrophoneOn" />
        <span class="one-line" dir="auto">{{ label() }}</span>
      </footer>
    </article>
  `,
  styleUrl: '../stage/tile.css',
})
export class StageTile {
  readonly person = input.required<Attendee>();
  readonly isScreen = input(false);
  /** Beside what is large. */
  readonly isSmall = input(false);
  /** Width by height of the tile. */
  readonly ratio = input<number>();
  /** A picture is there. */
  readonly shown = output<void>();

  protected readonly feed = computed(() => (this.isScreen() ? this.person().screen : this.person().camera));
  protected readonly label = computed(() =>
    this.isScreen() ? $localize`:@@screenOf:${this.person().name}:name:’s screen` : this.person().name,
  );
  protected readonly icon = computed(() => {
    if (this.isScreen()) return stageIcons.presentToAll;
    if (!this.person().isMicrophoneOn) return stageIcons.micOff;
    return this.person().isSpeaking ? stageIcons.micFill : stageIcons.mic;
  });
}
