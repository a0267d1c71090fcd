import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Announcer } from './announcer';

/** The one live region, in the page from the start: screen readers miss regions that appear together with their words. */
@Component({
  selector: 'parley-live-region',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="unseen" role="status" aria-live="polite">{{ announcer.polite() }}</div>
    <div class="unseen" role="alert" aria-live="assertive">{{ announcer.assertive() }}</div>
  `,
})
export class LiveRegion {
  protected readonly announcer = inject(Announcer);
}
