import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  inject,
  afterNextRender,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { LinkCopier } from '../../ui/link-copier';
import { worksOnlyHere } from '../../ui/only-here';
import { CreatedMeeting } from './created-meeting';

/** The link of a new meeting, to copy or to follow. */
@Component({
  selector: 'parley-meeting-ready',
  imports: [Icon, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card" aria-labelledby="ready">
      <div class="row head">
        <h2 id="ready" tabindex="-1" #heading i18n>Your meeting is ready</h2>
        <button
          class="icon-button small"
          type="button"
          i18n-aria-label
          aria-label="Close"
          (click)="meeting.set(undefined)"
        >
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
      @if (isOnlyHere()) {
        <p class="only-here">
          <parley-icon [path]="icons.error" />
          <span i18n
            >Works only on this computer. To let others on your network in, start Parley with
            <code>npm start -- --share</code>.</span
          >
        </p>
      }
      <a class="button primary large" [routerLink]="['/m', meeting()?.code]" i18n>Go to the meeting</a>
    </section>
  `,
  styleUrl: './meeting-ready.css',
})
export class MeetingReady {
  readonly #links = inject(LinkCopier);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  protected readonly meeting = inject(CreatedMeeting).meeting;

  protected readonly icons = icons;
  protected readonly link = computed(() => `${location.origin}/m/${this.meeting()?.code}`);
  protected readonly isOnlyHere = computed(() => worksOnlyHere(this.link()));

  constructor() {
    afterNextRender(() => this.heading().nativeElement.focus());
  }

  protected copy(): Promise<void> {
    const refused = $localize`:@@linkNotCopied:The browser did not allow copying. Select the link and copy it by hand.`;
    return this.#links.copy(this.link(), this.link(), refused);
  }
}
