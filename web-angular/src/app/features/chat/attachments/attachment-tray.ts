import { ChangeDetectionStrategy, Component, computed, inject, input, LOCALE_ID } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { sizeWords } from '../../../ui/size-words';
import { chatIcons } from '../chat-icons';
import { Upload } from './upload';
import { Uploads } from './uploads';

/** Over the composer: the files that go with the next message, how far they are, and the way to take them out. */
@Component({
  selector: 'parley-attachment-tray',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (files(); as all) {
      <ul i18n-aria-label="@@filesToSend" aria-label="Files to send">
        @for (one of all; track one.key) {
          <li [class.failed]="one.state === 'failed'" data-testid="upload" [attr.data-state]="one.state">
            @if (one.previewUrl; as url) {
              <img
                #picture
                [src]="url"
                alt=""
                width="40"
                height="40"
                (error)="uploads.noPicture(conversationId(), one)"
                (load)="uploads.measured(conversationId(), one, picture.naturalWidth, picture.naturalHeight)"
              />
            } @else {
              <span class="kind"><parley-icon [path]="icons.description" /></span>
            }
            <span class="what">
              <bdi class="one-line" [title]="one.file.name">{{ one.file.name }}</bdi>
              @switch (one.state) {
                @case ('sending') {
                  <progress max="1" [value]="one.progress" [attr.aria-label]="sendingWords(one)"></progress>
                }
                @case ('failed') {
                  <span class="problem">{{ one.problem }}</span>
                }
                @default {
                  <span class="meta">{{ size(one) }}</span>
                }
              }
            </span>
            @if (one.state === 'failed' && one.mayRetry) {
              <button
                class="icon-button small"
                type="button"
                [attr.aria-label]="retryWords(one)"
                (click)="uploads.retry(conversationId(), one)"
              >
                <parley-icon [path]="icons.refresh" />
              </button>
            }
            <button
              class="icon-button small"
              type="button"
              [attr.aria-label]="removeWords(one)"
              (click)="uploads.remove(conversationId(), one)"
            >
              <parley-icon [path]="icons.close" />
            </button>
          </li>
        }
      </ul>
    }
  `,
  styleUrl: './attachment-tray.css',
})
export class AttachmentTray {
  readonly #locale = inject(LOCALE_ID);
  protected readonly uploads = inject(Uploads);
  readonly conversationId = input.required<string>();
  protected readonly icons = { ...icons, ...chatIcons };
  protected readonly files = computed(() => {
    const all = this.uploads.of(this.conversationId());
    return all.length > 0 ? all : undefined;
  });

  protected size({ file }: Upload): string {
    return sizeWords(file.size, this.#locale);
  }

  protected sendingWords({ file }: Upload): string {
    return $localize`:@@fileSending:Sending ${file.name}:name:`;
  }

  protected retryWords({ file }: Upload): string {
    return $localize`:@@fileRetry:Try ${file.name}:name: again`;
  }

  protected removeWords({ file }: Upload): string {
    return $localize`:@@fileRemove:Remove ${file.name}:name:`;
  }
}
