import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { AskEmailConfirmationDocument } from '../../graph/generated/notifications/graphql';
import { Graph } from '../../graph/graph';
import { CheckField } from '../../ui/check-field';
import { Toaster } from '../../ui/toaster';

/** Whether one is told by mail of what one missed, and the way to confirm one's address, without which nothing is sent. */
@Component({
  selector: 'parley-mail-choice',
  imports: [CheckField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <parley-check-field
      i18n-label="@@mailsMissed"
      label="Missed calls and mentions by email"
      [hint]="hint()"
      [value]="isWanted()"
      (valueChange)="wanted.emit($event)"
    />
    @if (isWanted() && !isConfirmed()) {
      <p class="muted" role="status" data-testid="mail-state">{{ words() }}</p>
      @if (!isAsked()) {
        <button class="button" type="button" [attr.aria-disabled]="isBusy()" (click)="ask()" i18n="@@mailConfirm">
          Send the confirmation
        </button>
      }
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
      overflow-wrap: anywhere;
    }
    @media (min-width: 600px) {
      p,
      .button {
        margin-inline-start: 2rem;
      }
    }
  `,
})
export class MailChoice {
  readonly isWanted = input.required<boolean>();
  readonly address = input.required<string>();
  readonly isConfirmed = input.required<boolean>();
  readonly wanted = output<boolean>();
  readonly #graph = inject(Graph);
  readonly #toaster = inject(Toaster);
  protected readonly isBusy = signal(false);
  protected readonly isAsked = signal(false);
  protected readonly hint = computed(
    () =>
      $localize`:@@mailsMissedHint:Several in one mail to ${this.address()}:address:, and only what you have not seen for a while.`,
  );
  protected readonly words = computed(() =>
    this.isAsked()
      ? $localize`:@@mailAsked:A link is on its way to you. Open it in this browser within a day.`
      : $localize`:@@mailUnconfirmed:Your address is not confirmed yet. Until it is, nothing is sent there.`,
  );

  protected async ask(): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    try {
      const { isAsked, userErrors } = (await this.#graph.ask(AskEmailConfirmationDocument, {})).askEmailConfirmation;
      this.isAsked.set(isAsked ?? false);
      if (!isAsked) this.#toaster.show(userErrors[0]?.message ?? '');
    } catch {
      this.#toaster.show($localize`:@@actFailed:That did not reach the server. Try again in a moment.`);
    } finally {
      this.isBusy.set(false);
    }
  }
}
