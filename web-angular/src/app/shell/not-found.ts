import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { icons } from '../ui/icons';
import { Notice } from '../ui/notice';

/** An address that leads nowhere. */
@Component({
  selector: 'parley-not-found',
  imports: [Notice, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <main>
      <parley-notice
        isPage
        [icon]="icons.search"
        i18n-heading
        heading="There is nothing at this address"
        i18n-text
        text="The link may be old or mistyped."
      >
        <a class="button primary" routerLink="/" i18n>Go to Home</a>
      </parley-notice>
    </main>
  `,
  styles: 'main { display: grid; min-block-size: 100dvh; }',
})
export class NotFound {
  protected readonly icons = icons;
}
