import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { StoredMessage } from '../message-log';

/** What others think of a message: who they are is in the tooltip and the label; pressing joins them, or leaves. */
@Component({
  selector: 'parley-reaction-chips',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (chip of chips(); track chip.emoji) {
      <button
        type="button"
        class="chip"
        [attr.aria-pressed]="chip.isMine"
        [attr.aria-label]="chip.label"
        [title]="chip.who"
        (click)="toggle.emit(chip.emoji)"
        data-testid="reaction"
      >
        <span aria-hidden="true">{{ chip.emoji }}</span><span class="count" aria-hidden="true">{{ chip.count }}</span>
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 0.25rem;
      padding-block: 0.25rem;
    }
    .chip {
      display: inline-flex;
      align-items: center;
      gap: 0.375rem;
      min-block-size: 1.75rem;
      padding: 0.125rem 0.5rem;
      border: 1px solid var(--hairline);
      border-radius: var(--round);
      background: var(--wash);
      color: var(--text);
      font: var(--meta);
      cursor: pointer;
    }
    .chip:hover {
      background: var(--wash-strong);
    }
    .chip[aria-pressed='true'] {
      border: 2px solid var(--accent);
      padding: 0.0625rem 0.4375rem;
      background: var(--accent-wash);
      font-weight: 600;
    }
    .count {
      font-variant-numeric: tabular-nums;
    }
    @media (pointer: coarse) {
      .chip {
        min-block-size: 2.25rem;
      }
    }
  `,
})
export class ReactionChips {
  readonly reactions = input.required<StoredMessage['reactions']>();
  readonly myId = input.required<string>();
  readonly toggle = output<string>();

  protected readonly chips = computed(() =>
    this.reactions().map(({ emoji, count, users }) => {
      const isMine = users.some(({ userId }) => userId === this.myId());
      const names = users.map(({ userId, displayName }) =>
        userId === this.myId() ? $localize`:@@reactionYou:You` : displayName,
      );
      const rest = count - names.length;
      if (rest > 0) names.push($localize`:@@reactionMore:${rest}:count: more`);
      const who = names.join(', ');
      return {
        emoji,
        count,
        isMine,
        who,
        label: $localize`:@@reactionWho:${emoji}:emoji:, ${count}:count:: ${who}:names:`,
      };
    }),
  );
}
