import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { PushControl } from './push-control';

/** Whether this browser is told while no page is open: how it stands, why not, and the way to change it. */
@Component({
  selector: 'parley-push-switch',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p class="muted" role="status" data-testid="push-state">{{ words() }}</p>
    @if (way(); as way) {
      <button
        class="button"
        type="button"
        [class.primary]="push.state() === 'off'"
        [attr.aria-disabled]="isBusy()"
        (click)="act(way.act)"
      >
        {{ way.words }}
      </button>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 0.75rem;
      justify-items: start;
    }
    p {
      margin: 0;
    }
  `,
})
export class PushSwitch {
  protected readonly push = inject(PushControl);
  protected readonly isBusy = signal(false);
  protected readonly words = computed(() => {
    switch (this.push.state()) {
      case 'on':
        return $localize`:@@pushOn:On. This browser tells you of messages and calls, also while Parley is closed.`;
      case 'off':
        return $localize`:@@pushOff:Off. While Parley is closed, you hear of nothing in this browser.`;
      case 'blocked':
        return $localize`:@@pushBlocked:Blocked. Allow notifications for this site in the settings of your browser, then load this page anew.`;
      case 'unsupported':
        return $localize`:@@pushUnsupported:This browser cannot do it here. On an iPhone or iPad, add Parley to the home screen first; elsewhere, open it by https.`;
      case 'unavailable':
        return $localize`:@@pushUnavailable:This installation has it turned off. Ask whoever runs it.`;
      case 'failed':
        return $localize`:@@pushFailed:It could not be turned on: the server, or the push service of this browser, cannot be reached.`;
      default:
        return $localize`:@@pushUnknown:Looking how it stands…`;
    }
  });

  /** What can be done about it here. */
  protected readonly way = computed(() => {
    switch (this.push.state()) {
      case 'on':
        return { act: 'disable', words: $localize`:@@pushTurnOff:Turn off in this browser` } as const;
      case 'off':
        return { act: 'enable', words: $localize`:@@pushTurnOn:Turn on in this browser` } as const;
      case 'failed':
        return { act: 'enable', words: $localize`:@@pushTryAgain:Try again` } as const;
      default:
        return undefined;
    }
  });

  constructor() {
    void this.push.look();
  }

  protected async act(what: 'enable' | 'disable'): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    await this.push[what]().finally(() => this.isBusy.set(false));
  }
}
