import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { chatIcons } from '../chat-icons';
import { StoredMessage } from '../message-log';

/** What a message answers, in a line that leads to it. */
@Component({
  selector: 'parley-message-quote',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button type="button" class="quote" [disabled]="quote().isDeleted" (click)="go.emit(quote().messageId)">
      <parley-icon class="directional" [path]="icons.reply" />
      <span class="unseen" i18n="@@inReplyTo">In reply to</span>
      <bdi class="who">{{ quote().author.displayName }}</bdi>
      <span class="words one-line" dir="auto">{{ words() }}</span>
    </button>
  `,
  styles: `
    .quote {
      display: flex;
      align-items: center;
      gap: 0.375rem;
      max-inline-size: 100%;
      min-block-size: 1.75rem;
      padding: 0 0.5rem;
      border: 0;
      border-inline-start: 3px solid var(--line);
      border-radius: 0.25rem;
      background: none;
      color: var(--muted);
      font: var(--meta);
      text-align: start;
      cursor: pointer;
      --icon-size: 1rem;
    }
    .quote:hover:enabled {
      background: var(--wash);
    }
    .quote:disabled {
      cursor: default;
    }
    .directional:dir(rtl) {
      scale: -1 1;
    }
    .who {
      flex: none;
      max-inline-size: 50%;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      font-weight: 600;
    }
    .words {
      min-inline-size: 0;
    }
  `,
})
export class MessageQuote {
  readonly quote = input.required<NonNullable<StoredMessage['replyTo']>>();
  /** Leads to it, by id. */
  readonly go = output<string>();

  protected readonly icons = chatIcons;
  protected readonly words = computed(() => {
    const { excerpt, isDeleted } = this.quote();
    if (isDeleted) return $localize`:@@quoteDeleted:Deleted message`;
    return excerpt ?? $localize`:@@quoteHidden:An earlier message`;
  });
}
