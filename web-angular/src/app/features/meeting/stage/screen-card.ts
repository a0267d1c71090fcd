import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { Attendee } from '../attendees';
import { Feed } from '../feed';
import { stageIcons } from '../stage-icons';

/** A shared screen. My own is a card instead: a picture of the picture of the picture helps nobody. */
@Component({
  selector: 'parley-screen-card',
  imports: [Feed, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @let one = person();
    <article data-testid="screen" [attr.data-identity]="one.identity" [attr.aria-label]="label()">
      @if (one.isLocal) {
        <div class="mine">
          <parley-icon [path]="icons.presentToAll" />
          <h2 i18n>You are sharing your screen</h2>
          <button class="button" type="button" (click)="stopped.emit()" i18n>Stop sharing</button>
        </div>
      } @else if (one.screen) {
        <video [parleyFeed]="one.screen" [isWhole]="true"></video>
        <footer class="plate">
          <parley-icon [path]="icons.presentToAll" /><span class="one-line" dir="auto">{{ label() }}</span>
        </footer>
      }
    </article>
  `,
  styleUrls: ['./tile.css', './screen-card.css'],
})
export class ScreenCard {
  readonly person = input.required<Attendee>();
  readonly stopped = output<void>();
  protected readonly icons = stageIcons;
  protected readonly label = computed(() => $localize`:@@screenOf:${this.person().name}:name:’s screen`);
}
