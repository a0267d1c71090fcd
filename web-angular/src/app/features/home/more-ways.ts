import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Router } from '@angular/router';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { CreatedMeeting } from './created-meeting';
import { homeIcons } from './home-icons';

/** The other part of *New meeting*: at once, at a time, or in a room that stays. */
@Component({
  selector: 'parley-more-ways',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      class="button primary large"
      type="button"
      [cdkMenuTriggerFor]="ways"
      i18n-aria-label
      aria-label="More ways to meet"
    >
      <parley-icon [path]="icons.keyboardArrowDown" />
    </button>
    <ng-template #ways>
      <div class="menu" cdkMenu>
        <button class="menu-item" cdkMenuItem type="button" (cdkMenuItemTriggered)="created.make()">
          <parley-icon [path]="icons.videoCall" />
          <span class="item-words">
            <span i18n>Now</span><span class="item-why" i18n>A link to send to whoever should come</span>
          </span>
        </button>
        <button class="menu-item" cdkMenuItem type="button" (cdkMenuItemTriggered)="plan()">
          <parley-icon [path]="icons.schedule" />
          <span class="item-words">
            <span i18n>Schedule…</span><span class="item-why" i18n>At a time, with invitations by mail</span>
          </span>
        </button>
        <button class="menu-item" cdkMenuItem type="button" (cdkMenuItemTriggered)="plan({ permanent: true })">
          <parley-icon [path]="icons.doorOpen" />
          <span class="item-words">
            <span i18n>Permanent room…</span><span class="item-why" i18n>One link to meet by again and again</span>
          </span>
        </button>
      </div>
    </ng-template>
  `,
  styles: `
    :host {
      display: grid;
    }
    .button {
      padding: 0;
      border-start-start-radius: 0;
      border-end-start-radius: 0;
    }
  `,
})
export class MoreWays {
  readonly #router = inject(Router);
  protected readonly created = inject(CreatedMeeting);
  protected readonly icons = { ...icons, ...homeIcons };

  protected plan(queryParams: { readonly permanent?: true } = {}): Promise<boolean> {
    return this.#router.navigate(['/meetings/new'], { queryParams });
  }
}
