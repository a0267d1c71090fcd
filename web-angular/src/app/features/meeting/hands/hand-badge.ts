import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { stageIcons } from '../stage-icons';

/** A raised hand with its place in line. */
@Component({
  selector: 'parley-hand-badge',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { 'data-testid': 'hand' },
  template: `
    <parley-icon [path]="icon" /><span aria-hidden="true">{{ place() }}</span>
    <span class="unseen" i18n>Hand raised, number {{ place() }} in line</span>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      align-items: center;
      gap: 0.25rem;
      padding: 0.125rem 0.5rem;
      border-radius: var(--round);
      background: var(--warning);
      color: var(--on-colour);
      font: var(--strong);
      line-height: 1.25rem;
      --icon-size: 1rem;
    }
  `,
})
export class HandBadge {
  protected readonly icon = stageIcons.frontHandFill;
  /** From 1. */
  readonly place = input.required<number>();
}
