import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { chatIcons } from './chat-icons';
import { wordsOf } from './message-log';
import { Occasion } from './occasion';

/** Over the composer: which message one answers or changes, and the way out. */
@Component({
  selector: 'parley-composer-occasion',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @let about = occasion();
    <parley-icon class="directional" [path]="about.kind === 'edit' ? icons.edit : icons.reply" />
    <p class="what" id="composer-occasion">
      @if (about.kind === 'edit') {
        <span class="title" i18n="@@editing">Editing your message</span>
      } @else {
        <span class="title"
          ><span i18n="@@replyingTo">Reply to</span> <bdi>{{ about.message.author.displayName }}</bdi></span
        >
        <span class="one-line words" dir="auto">{{ words() }}</span>
      }
    </p>
    <button
      class="icon-button small"
      type="button"
      i18n-aria-label="@@occasionCancel"
      aria-label="Cancel"
      (click)="cancelled.emit()"
    >
      <parley-icon [path]="icons.close" />
    </button>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 0.5rem;
      padding-block: 0.25rem;
      padding-inline: 0.75rem 0.25rem;
      border-inline-start: 3px solid var(--accent);
      margin-block-end: 0.375rem;
      font: var(--meta);
      color: var(--muted);
      --icon-size: 1.125rem;
    }
    .what {
      display: grid;
      flex: 1;
      min-inline-size: 0;
    }
    .title {
      font-weight: 600;
      color: var(--text);
    }
    .directional:dir(rtl) {
      scale: -1 1;
    }
  `,
})
export class ComposerOccasion {
  readonly occasion = input.required<Occasion>();
  readonly cancelled = output<void>();
  protected readonly words = computed(() => wordsOf(this.occasion().message));
  protected readonly icons = { ...icons, ...chatIcons };
}
