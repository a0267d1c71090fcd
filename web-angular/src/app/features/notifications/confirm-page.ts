import { ChangeDetectionStrategy, Component, effect, inject, input, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ConfirmEmailDocument } from '../../graph/generated/notifications/graphql';
import { Graph } from '../../graph/graph';
import { Loading } from '../../graph/loading';
import { icons } from '../../ui/icons';
import { LoadFailure } from '../../ui/load-failure';
import { Notice } from '../../ui/notice';

/** The page behind the link that confirms one's address. Whoever opens it is signed in: a program that looks through mail is not. */
@Component({
  selector: 'parley-confirm-page',
  imports: [LoadFailure, Notice, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @switch (state()) {
      @case ('loading') {
        <p class="unseen" role="status" i18n="@@confirmLoading">Confirming your address</p>
      }
      @case ('ready') {
        @if (problem(); as words) {
          <parley-notice
            isPage
            [icon]="icons.info"
            i18n-heading="@@confirmFailed"
            heading="Your address is not confirmed"
            [text]="words"
          >
            <a class="button" routerLink="/settings/notifications" i18n="@@notificationsTitle">Notifications</a>
          </parley-notice>
        } @else {
          <parley-notice
            isPage
            [icon]="icons.check"
            i18n-heading="@@confirmDone"
            heading="Your address is confirmed"
            i18n-text="@@confirmDoneText"
            text="Missed calls and mentions can now reach you by email."
          >
            <a class="button" routerLink="/settings/notifications" i18n="@@notificationsTitle">Notifications</a>
          </parley-notice>
        }
      }
      @default {
        <parley-load-failure [isOffline]="state() === 'offline'" (retry)="confirm()" />
      }
    }
  `,
  styles: ':host { display: grid; }',
})
export class ConfirmPage {
  readonly #graph = inject(Graph);
  readonly #loading = new Loading();
  /** From the address. */
  readonly token = input.required<string>();
  protected readonly icons = icons;
  protected readonly state = this.#loading.state;
  protected readonly problem = signal<string | undefined>(undefined);

  constructor() {
    effect(() => {
      this.token();
      untracked(() => void this.confirm());
    });
  }

  protected confirm(): Promise<boolean> {
    return this.#loading.run(async () => {
      const input = { token: this.token() };
      const { user, userErrors } = (await this.#graph.ask(ConfirmEmailDocument, { input })).confirmEmail;
      this.problem.set(user ? undefined : (userErrors[0]?.message ?? ''));
    });
  }
}
