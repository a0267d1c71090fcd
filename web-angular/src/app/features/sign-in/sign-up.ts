import { ChangeDetectionStrategy, Component, inject, input, signal, viewChildren } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session } from '../../session/session';
import { TextField } from '../../ui/text-field';
import { Door } from './door';
import { EntryForm } from './entry-form';

/** Making an account; afterwards one is signed in and where one wanted to go. */
@Component({
  selector: 'parley-sign-up',
  imports: [Door, TextField, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <parley-door [heading]="heading">
      <form (submit)="enter($event)" novalidate>
        @if (form.problem(); as words) {
          <p class="problem" role="alert">{{ words }}</p>
        }
        <parley-text-field
          i18n-label
          label="Name"
          name="displayName"
          autocomplete="name"
          [required]="true"
          [maxLength]="80"
          [(value)]="displayName"
          [error]="form.of('displayName')"
        />
        <parley-text-field
          i18n-label
          label="Email"
          name="email"
          type="email"
          autocomplete="username"
          [required]="true"
          [(value)]="email"
          [error]="form.of('email')"
        />
        <parley-text-field
          i18n-label
          label="Password"
          name="password"
          type="password"
          autocomplete="new-password"
          i18n-hint
          hint="At least 15 characters; four words work"
          [required]="true"
          [(value)]="password"
          [error]="form.of('password')"
        />
        <button class="button primary large wide" type="submit" [attr.aria-disabled]="form.isBusy()" i18n>
          Create account
        </button>
      </form>
      <p class="other">
        <span i18n>Already have an account?</span>
        <a [routerLink]="['/sign-in']" [queryParams]="{ return: return() }" i18n>Sign in</a>
      </p>
    </parley-door>
  `,
  styleUrl: './entry.css',
})
export class SignUp {
  readonly #session = inject(Session);
  /** Where to go afterwards, from the address. */
  readonly return = input<string>();

  protected readonly heading = $localize`:@@signUpHeading:Create your account`;
  protected readonly displayName = signal('');
  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly form = new EntryForm(() => this.return());
  private readonly fields = viewChildren(TextField);

  protected async enter(event: Event): Promise<void> {
    event.preventDefault();
    const input = { displayName: this.displayName().trim(), email: this.email().trim(), password: this.password() };
    if (!this.form.demand(input)) return this.#focusFirstError();
    const isIn = await this.form.send(() => this.#session.signUp(input));
    if (!isIn) this.#focusFirstError();
  }

  #focusFirstError(): void {
    this.fields()
      .find((field) => this.form.of(field.name()))
      ?.focus();
  }
}
