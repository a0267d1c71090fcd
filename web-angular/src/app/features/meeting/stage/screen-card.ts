import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { Attendee } from '../attendees';
import { Feed } from '../feed';
import { stageIcons } from '../stage-icons';
import { PinButton } from './pin-button';

/** A shared screen. My own is a card instead: a picture of the picture of the picture helps nobody. */
@Component({
  selector: 'parley-screen-card',
  imports: [Feed, Icon, PinButton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @let one = person();
    <article
      data-testid="screen"
      [attr.data-identity]="one.identity"
      [attr.aria-label]="label()"
      [class.small]="isSmall()"
    >
      @if (one.isLocal) {
        <div class="mine">
          <parley-icon [path]="icons.presentToAll" />
          <h2 i18n>You are sharing your screen</h2>
          <button class="button" type="button" (click)="stopped.emit()" i18n>Stop sharing</button>
        </div>
      } @else {
        @if (one.screen; as feed) {
          <video [parleyFeed]="feed" [isWhole]="true"></video>
        } @else {
          <p class="mine" role="status"><parley-icon [path]="icons.presentToAll" /></p>
        }
        @if (hasPin()) {
          <div class="actions"><parley-pin-button [item]="'screen ' + one.identity" [name]="label()" /></div>
        }
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
  /** One of the small ones. */
  readonly isSmall = input(false);
  /** Whether it can be made large from here. */
  readonly hasPin = input(true);
  readonly stopped = output<void>();
  protected readonly icons = stageIcons;
  protected readonly label = computed(() => $localize`:@@screenOf:${this.person().name}:name:’s screen`);
}
