import { CdkMenu, CdkMenuItem } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { reactionLooks } from './reaction-words';
import { Reactions } from './reactions';

/** Choosing a reaction. */
@Component({
  selector: 'parley-reaction-menu',
  imports: [CdkMenu, CdkMenuItem, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="stage-world menu" cdkMenu i18n-aria-label aria-label="Reactions">
      @for (look of looks; track look.reaction) {
        <button class="menu-item" type="button" cdkMenuItem (cdkMenuItemTriggered)="reactions.react(look.reaction)">
          <parley-icon [path]="look.icon" [attr.data-reaction]="look.reaction" /><span>{{ look.label }}</span>
        </button>
      }
    </div>
  `,
  styles: `
    .menu {
      min-inline-size: 11rem;
    }
    parley-icon {
      color: var(--warning);
      --icon-size: 1.5rem;
    }
    [data-reaction='HEART'] {
      color: var(--danger);
    }
    [data-reaction='THUMBS_UP'] {
      color: var(--accent);
    }
  `,
})
export class ReactionMenu {
  protected readonly reactions = inject(Reactions);
  protected readonly looks = reactionLooks();
}
