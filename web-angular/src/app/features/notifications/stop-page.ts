import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { icons } from '../../ui/icons';
import { Notice } from '../../ui/notice';

/** The page behind the link in a mail that ends such mails. Opening it ends nothing: programs that look through mail open every link. */
@Component({
  selector: 'parley-stop-page',
  imports: [Notice, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <main>
      @switch (state()) {
        @case ('done') {
          <parley-notice
            isPage
            [icon]="icons.check"
            i18n-heading="@@stopDone"
            heading="No more of these mails"
            i18n-text="@@stopDoneText"
            text="You can have them again from the settings of notifications."
          >
            <a class="button" routerLink="/settings/notifications" i18n="@@notificationsTitle">Notifications</a>
          </parley-notice>
        }
        @case ('unknown') {
          <parley-notice
            isPage
            [icon]="icons.search"
            i18n-heading="@@stopUnknown"
            heading="This link ends nothing"
            i18n-text="@@stopUnknownText"
            text="It may be mistyped. You can turn the mails off in the settings of notifications."
          >
            <a class="button" routerLink="/settings/notifications" i18n="@@notificationsTitle">Notifications</a>
          </parley-notice>
        }
        @default {
          <parley-notice
            isPage
            i18n-heading="@@stopHeading"
            heading="No more mails about what you missed?"
            i18n-text="@@stopText"
            text="You are not told of missed calls and mentions by email any more. Everything waits for you in Parley."
          >
            <button
              class="button primary"
              type="button"
              [attr.aria-disabled]="isBusy()"
              (click)="stop()"
              i18n="@@stopMails"
            >
              Stop these mails
            </button>
            @if (state() === 'failed') {
              <p class="field-error" role="alert">{{ failure }}</p>
            }
          </parley-notice>
        }
      }
    </main>
  `,
  styles: `
    :host,
    main {
      display: grid;
      min-block-size: 100%;
      place-items: center;
    }
  `,
})
export class StopPage {
  readonly #path = inject(Router).url.split(/[?#]/)[0] ?? '';
  protected readonly icons = icons;
  protected readonly state = signal<'asking' | 'failed' | 'unknown' | 'done'>('asking');
  protected readonly failure = $localize`:@@actFailed:That did not reach the server. Try again in a moment.`;
  protected readonly isBusy = signal(false);

  protected async stop(): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    const { ok, status } = await fetch(this.#path, { method: 'POST' }).catch(() => ({ ok: false, status: 0 }));
    this.state.set(ok ? 'done' : status === 404 ? 'unknown' : 'failed');
    this.isBusy.set(false);
  }
}
