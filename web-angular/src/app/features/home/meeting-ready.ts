import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  inject,
  input,
  output,
  afterNextRender,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { Toaster } from '../../ui/toaster';

/** A meeting just made. */
export interface NewMeeting {
  readonly code: string;
  readonly url: string;
  readonly title: string;
}

/** The link of a new meeting, to copy or to follow. */
@Component({
  selector: 'parley-meeting-ready',
  imports: [Icon, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card" aria-labelledby="ready">
      <div class="row head">
        <h2 id="ready" tabindex="-1" #heading i18n>Your meeting is ready</h2>
        <button class="icon-button small" type="button" i18n-aria-label aria-label="Close" (click)="closed.emit()">
          <parley-icon [path]="icons.close" />
        </button>
      </div>
      <p class="muted" i18n>Send this link to whoever should come. People sign in to join.</p>
      <div class="link">
        <parley-icon [path]="icons.link" />
        <input
          class="one-line"
          type="text"
          readonly
          i18n-aria-label
          aria-label="Meeting link"
          data-testid="meeting-link"
          [value]="link()"
          #box
          (focus)="box.select()"
        />
        <button class="button small" type="button" (click)="copy()">
          <parley-icon [path]="icons.contentCopy" /><span i18n>Copy link</span>
        </button>
      </div>
      <a class="button primary large" [routerLink]="['/m', meeting().code]" i18n>Go to the meeting</a>
    </section>
  `,
  styleUrl: './meeting-ready.css',
})
export class MeetingReady {
  readonly #toaster = inject(Toaster);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  readonly meeting = input.required<NewMeeting>();
  readonly closed = output<void>();

  protected readonly icons = icons;
  protected readonly link = computed(() => `${location.origin}/m/${this.meeting().code}`);

  constructor() {
    afterNextRender(() => this.heading().nativeElement.focus());
  }

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link());
      this.#toaster.show($localize`:@@linkCopied:Link copied`);
    } catch {
      this.#toaster.show(
        $localize`:@@linkNotCopied:The browser did not allow copying. Select the link and copy it by hand.`,
      );
    }
  }
}
