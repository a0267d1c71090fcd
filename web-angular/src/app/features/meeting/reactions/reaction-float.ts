import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { reactionLooks } from './reaction-words';
import { Reactions } from './reactions';

/** What somebody shows now, over their tile. Said elsewhere, joined with others', so it is hidden from screen readers. */
@Component({
  selector: 'parley-reaction-float',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { 'aria-hidden': 'true' },
  template: `
    @for (one of mine(); track one.turn) {
      <span class="reaction" data-testid="reaction" [attr.data-reaction]="one.reaction">
        <parley-icon [path]="one.icon" />
      </span>
    }
  `,
  styles: `
    :host {
      position: absolute;
      inset: 0;
      display: grid;
      place-items: center;
      overflow: hidden;
      pointer-events: none;
    }
    .reaction {
      grid-area: 1 / 1;
      display: grid;
      padding: 0.5rem;
      border-radius: var(--round);
      background: var(--plate);
      color: var(--warning);
      animation: rise var(--across) ease-out;
      --icon-size: 2.5rem;
    }
    :host(.small) .reaction {
      padding: 0.25rem;
      --icon-size: 1.5rem;
    }
    [data-reaction='HEART'] {
      color: var(--danger);
    }
    [data-reaction='THUMBS_UP'] {
      color: var(--accent);
    }
    @keyframes rise {
      from {
        translate: 0 50%;
        scale: 0.6;
        opacity: 0;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .reaction {
        animation: none;
      }
    }
  `,
})
export class ReactionFloat {
  readonly #reactions = inject(Reactions);
  readonly #looks = reactionLooks();
  /** Whose: their id in the graph. */
  readonly personId = input.required<string | undefined>();

  protected readonly mine = computed(() => {
    const shown = this.#reactions.shown().get(this.personId() ?? '');
    const look = this.#looks.find(({ reaction }) => reaction === shown?.reaction);
    return shown && look ? [{ ...shown, icon: look.icon }] : [];
  });
}
