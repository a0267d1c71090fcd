import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { chatIcons } from '../chat-icons';
import { Attachment } from './upload';

/** A picture as large as the window lets it be, over everything else. */
@Component({
  selector: 'parley-picture-dialog',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'stage-world', '(click)': 'leave($event)' },
  template: `
    <header>
      <bdi class="one-line">{{ file.name }}</bdi>
      <a
        class="icon-button"
        [href]="file.url + '&download=1'"
        [download]="file.name"
        i18n-aria-label="@@fileDownload"
        aria-label="Download"
      >
        <parley-icon [path]="icons.download" />
      </a>
      <button
        class="icon-button"
        type="button"
        i18n-aria-label="@@pictureClose"
        aria-label="Close picture"
        (click)="dialog.close()"
      >
        <parley-icon [path]="icons.close" />
      </button>
    </header>
    <img [src]="file.url" [alt]="file.name" [width]="file.width" [height]="file.height" />
  `,
  styles: `
    :host {
      display: grid;
      grid-template-rows: auto minmax(0, 1fr);
      inline-size: 100vw;
      block-size: 100dvh;
      background: var(--canvas);
      color: var(--text);
    }
    header {
      display: flex;
      align-items: center;
      gap: 0.25rem;
      min-block-size: 3.5rem;
      padding-block: 0.375rem;
      padding-inline: max(1rem, env(safe-area-inset-left)) max(0.5rem, env(safe-area-inset-right));
    }
    bdi {
      flex: 1;
    }
    img {
      place-self: center;
      max-inline-size: 100%;
      max-block-size: 100%;
      inline-size: auto;
      block-size: auto;
      object-fit: contain;
    }
  `,
})
export class PictureDialog {
  protected readonly dialog = inject(DialogRef);
  protected readonly file = inject<Attachment>(DIALOG_DATA);
  protected readonly icons = { ...icons, ...chatIcons };

  /** Beside the picture there is nothing to do but leave. */
  protected leave({ target, currentTarget }: Event): void {
    if (target === currentTarget) this.dialog.close();
  }
}
