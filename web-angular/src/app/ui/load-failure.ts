import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { icons } from './icons';
import { Notice } from './notice';

/** What a view shows when it could not load and has nothing to show: why, and a retry that works. */
@Component({
  selector: 'parley-load-failure',
  imports: [Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (isOffline()) {
      <parley-notice
        [icon]="icons.cloudOff"
        i18n-heading
        heading="You are offline"
        i18n-text
        text="The server cannot be reached. This loads by itself when you are back."
      >
        <button class="button" type="button" i18n (click)="retry.emit()">Try again</button>
      </parley-notice>
    } @else {
      <parley-notice
        [icon]="icons.error"
        i18n-heading
        heading="This could not be loaded"
        i18n-text
        text="The server did not give an answer that can be used. Nothing of yours is lost."
      >
        <button class="button" type="button" i18n (click)="retry.emit()">Try again</button>
      </parley-notice>
    }
  `,
  host: { '(window:online)': 'retry.emit()' },
})
export class LoadFailure {
  readonly isOffline = input(false);
  readonly retry = output<void>();
  protected readonly icons = icons;
}
