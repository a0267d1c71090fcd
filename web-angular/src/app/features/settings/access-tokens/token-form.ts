import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core';
import { CreateAccessTokenDocument, type TokenRowFragment } from '../../../graph/generated/graphql';
import { Graph } from '../../../graph/graph';
import type { UserError } from '../../../graph/user-error';
import { CheckField } from '../../../ui/check-field';
import { SelectField } from '../../../ui/select-field';
import { TextField } from '../../../ui/text-field';
import { Toaster } from '../../../ui/toaster';
import { scopeWords } from './scope-words';

/** A token as it was made, with the secret that is told this once. */
export interface MadeToken {
  readonly secret: string;
  readonly token: TokenRowFragment;
}

const DAY_MS = 86_400_000;

/** Makes an access token: what it is for, what it may, until when. */
@Component({
  selector: 'parley-token-form',
  imports: [CheckField, SelectField, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './token-form.html',
  styles: `
    form {
      display: grid;
      gap: 1.25rem;
      inline-size: 100%;
    }
    parley-text-field,
    parley-select-field {
      inline-size: min(26rem, 100%);
    }
    fieldset {
      display: grid;
      gap: 0.75rem;
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0;
      margin-block-end: 0.75rem;
      font: var(--strong);
    }
    .button {
      justify-self: start;
    }
  `,
})
export class TokenForm {
  readonly #graph = inject(Graph);
  readonly #toaster = inject(Toaster);
  readonly #refusals = signal<readonly UserError[]>([]);
  /** So that a request that is sent twice, its answer lost, makes one token. */
  #nonce = crypto.randomUUID();
  #expiresAt: string | undefined;

  readonly made = output<MadeToken>();

  protected readonly scopes = scopeWords();
  protected readonly name = signal('');
  protected readonly days = signal('90');
  protected readonly chosen = signal<ReadonlySet<string>>(new Set());
  protected readonly isBusy = signal(false);
  protected readonly lifetimes = [
    { value: '7', label: $localize`:@@tokenWeek:A week` },
    { value: '30', label: $localize`:@@tokenMonth:30 days` },
    { value: '90', label: $localize`:@@tokenQuarter:90 days` },
    { value: '365', label: $localize`:@@tokenYear:A year` },
  ];
  protected readonly scopeProblem = computed(() => this.refusalOf('scopes'));

  protected refusalOf(field: string): string | undefined {
    return this.#refusals().find((error) => error.field?.at(-1) === field)?.message;
  }

  protected choose(scope: string, isOn: boolean): void {
    const chosen = new Set(this.chosen());
    if (isOn) chosen.add(scope);
    else chosen.delete(scope);
    this.chosen.set(chosen);
    this.changed();
  }

  /** What is asked for now is another token than what was asked for before. */
  protected changed(): void {
    this.#nonce = crypto.randomUUID();
    this.#expiresAt = undefined;
  }

  protected async create(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.#expiresAt ??= new Date(Date.now() + Number(this.days()) * DAY_MS).toISOString();
    const input = {
      name: this.name().trim(),
      scopes: [...this.chosen()],
      expiresAt: this.#expiresAt,
      clientNonce: this.#nonce,
    };
    try {
      const payload = (await this.#graph.ask(CreateAccessTokenDocument, { input })).createAccessToken;
      this.#refusals.set(payload.userErrors);
      if (payload.accessToken && payload.secret)
        this.made.emit({ secret: payload.secret, token: payload.accessToken as TokenRowFragment });
      else {
        const plain = payload.userErrors.find(({ field }) => !['name', 'scopes'].includes(field?.at(-1) ?? ''));
        if (plain) this.#toaster.show(plain.message);
        this.changed();
      }
    } catch {
      this.#toaster.show($localize`:@@tokenNotMade:The token could not be made. Try again in a moment.`);
    } finally {
      this.isBusy.set(false);
    }
  }
}
