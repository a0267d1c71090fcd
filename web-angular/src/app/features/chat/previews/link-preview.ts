import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { StoredMessage } from '../message-log';

/** What the page says of itself that a message leads to: a quiet card that leads there too. Nothing of it is fetched from here. */
@Component({
  selector: 'parley-link-preview',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <a
      class="card"
      [href]="preview().url"
      target="_blank"
      rel="noopener noreferrer nofollow"
      [tabindex]="isReached() ? 0 : -1"
      data-testid="link-preview"
    >
      <span class="site">
        @if (preview().siteName; as name) {
          <bdi class="one-line">{{ name }}</bdi><span aria-hidden="true">·</span>
        }
        <bdi class="host one-line" dir="ltr">{{ preview().host }}</bdi>
      </span>
      <span class="title" dir="auto">{{ preview().title }}</span>
      @if (preview().description; as words) {
        <span class="words" dir="auto">{{ words }}</span>
      }
    </a>
    @if (mayRemove()) {
      <button
        class="icon-button small"
        type="button"
        [tabindex]="isReached() ? 0 : -1"
        i18n-aria-label="@@previewRemove"
        aria-label="Remove the preview for everybody"
        i18n-title="@@previewRemove"
        title="Remove the preview for everybody"
        (click)="remove.emit()"
      >
        <parley-icon [path]="icons.close" />
      </button>
    }
  `,
  styleUrl: './link-preview.css',
})
export class LinkPreview {
  readonly preview = input.required<NonNullable<StoredMessage['preview']>>();
  /** Whether the message is one's own. */
  readonly mayRemove = input(false);
  /** Whether Tab comes by here: by one message of a thread. */
  readonly isReached = input(false);
  readonly remove = output<void>();

  protected readonly icons = icons;
}
