import { Dialog } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject, Injector, input, LOCALE_ID } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { sizeWords } from '../../../ui/size-words';
import { chatIcons } from '../chat-icons';
import { FreshLinks, isOver } from './fresh-links';
import { PictureDialog } from './picture-dialog';
import { Attachment } from './upload';

/** Sides of a preview at most, in px. */
const BOX = { width: 360, height: 270 };

/** The files of a message: pictures as previews that open, everything else as a row to be saved. */
@Component({
  selector: 'parley-message-files',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul i18n-aria-label="@@filesOfMessage" aria-label="Files">
      @for (file of files(); track file.id) {
        <li>
          @if (file.previewUrl; as preview) {
            <button
              class="picture"
              type="button"
              [style.inline-size.px]="boxOf(file).width"
              [style.aspect-ratio]="boxOf(file).width / boxOf(file).height"
              [attr.aria-label]="openWords(file)"
              [attr.aria-disabled]="!file.url || null"
              [title]="file.name"
              (click)="open(file)"
            >
              <img
                [src]="preview"
                [alt]="file.name"
                [width]="boxOf(file).width"
                [height]="boxOf(file).height"
                loading="lazy"
                decoding="async"
                (error)="mend(file)"
              />
            </button>
          } @else {
            <a class="file" [attr.href]="file.url || null" [attr.download]="file.name" (click)="save($event, file)">
              <parley-icon [path]="icons.description" />
              <span class="what">
                <bdi class="name">{{ file.name }}</bdi>
                <span class="meta">{{ size(file) }}</span>
              </span>
              <parley-icon class="muted" [path]="icons.download" />
              <span class="unseen" i18n="@@fileDownload">Download</span>
            </a>
          }
        </li>
      }
    </ul>
  `,
  styleUrl: './message-files.css',
})
export class MessageFiles {
  readonly #locale = inject(LOCALE_ID);
  readonly #dialog = inject(Dialog);
  readonly #injector = inject(Injector);
  readonly #links = inject(FreshLinks, { optional: true });
  readonly files = input.required<readonly Attachment[]>();
  /** The message they are in; nothing while it is on its way. */
  readonly messageId = input<string>();
  protected readonly icons = chatIcons;
  #mended: string | null = '';

  /** As large as it will be, before it is there: nothing jumps. */
  protected boxOf({ width, height }: Attachment): { width: number; height: number } {
    const [w, h] = [width ?? BOX.width, height ?? BOX.height];
    const scale = Math.min(1, BOX.width / w, BOX.height / h);
    return { width: Math.max(48, Math.round(w * scale)), height: Math.max(48, Math.round(h * scale)) };
  }

  protected size({ size }: Attachment): string {
    return sizeWords(size, this.#locale);
  }

  protected openWords({ name }: Attachment): string {
    return $localize`:@@pictureOpen:Open picture ${name}:name:`;
  }

  protected async open(file: Attachment): Promise<void> {
    if (!file.url) return;
    this.#dialog.open(PictureDialog, {
      data: await this.#fresh(file),
      injector: this.#injector,
      ariaLabel: file.name,
      autoFocus: 'dialog',
      backdropClass: ['cdk-overlay-dark-backdrop', 'picture-backdrop'],
    });
  }

  /** A link that is over is renewed first. */
  protected async save(event: Event, file: Attachment): Promise<void> {
    if (file.url && !isOver(file.url)) return;
    event.preventDefault();
    if (!file.url) return;
    const { url, name } = await this.#fresh(file);
    Object.assign(document.createElement('a'), { href: url, download: name }).click();
  }

  /** A preview that does not come may have an old link: once, a fresh one is asked for. */
  protected mend(file: Attachment): void {
    const id = this.messageId();
    if (!id || !file.url || file.previewUrl === this.#mended) return;
    this.#mended = file.previewUrl;
    void this.#links?.renew(id).catch(() => undefined);
  }

  async #fresh(file: Attachment): Promise<Attachment> {
    const id = this.messageId();
    if (!id || !this.#links) return file;
    return this.#links.of(id, file).catch(() => file);
  }
}
