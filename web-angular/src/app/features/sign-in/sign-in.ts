import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { InvitingMeetingDocument } from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';
import { TextField } from '../../ui/text-field';
import { Door } from './door';
import { EntryForm } from './entry-form';

/** Signing in with e-mail and password; afterwards one is where one wanted to go. */
@Component({
  selector: 'parley-sign-in',
  imports: [Door, TextField, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <parley-door [heading]="invitation() ?? heading" [text]="invitation() ? invited() : undefined">
      <form (submit)="enter($event)" novalidate>
        @if (form.problem(); as words) {
          <p class="problem" role="alert">{{ words }}</p>
        }
        <parley-text-field
          #email
          i18n-label
          label="Email"
          name="email"
          type="email"
          autocomplete="username"
          [required]="true"
          [(value)]="emailValue"
          [error]="form.of('email')"
        />
        <parley-text-field
          #password
          i18n-label
          label="Password"
          name="password"
          type="password"
          autocomplete="current-password"
          [required]="true"
          [(value)]="passwordValue"
          [error]="form.of('password')"
        />
        <button class="button primary large wide" type="submit" [attr.aria-disabled]="form.isBusy()" i18n>
          Sign in
        </button>
      </form>
      <p class="other">
        <span i18n>New here?</span>
        <a [routerLink]="['/sign-up']" [queryParams]="{ return: return() }" i18n>Create account</a>
      </p>
    </parley-door>
  `,
  styleUrl: './entry.css',
})
export class SignIn {
  readonly #session = inject(Session);
  readonly #graph = inject(Graph);
  /** Where to go afterwards, from the address. */
  readonly return = input<string>();

  protected readonly heading = $localize`:@@signInHeading:Sign in to Parley`;
  protected readonly invited = computed(() => {
    const host = this.#meeting.hasValue() ? this.#meeting.value()?.host?.displayName : undefined;
    return host
      ? $localize`:@@signInInvitedBy:${host}:name: holds this meeting. Sign in or create an account to join; you come straight back here.`
      : $localize`:@@signInInvited:Sign in or create an account to join. You come straight back here.`;
  });
  protected readonly emailValue = signal('');
  protected readonly passwordValue = signal('');
  protected readonly form = new EntryForm(() => this.return());
  private readonly email = viewChild.required<TextField>('email');
  private readonly password = viewChild.required<TextField>('password');

  readonly #meeting = resource({
    params: () => /^\/m\/([^/?#]+)/.exec(this.return() ?? '')?.[1],
    loader: async ({ params: code }) =>
      (await this.#graph.askAsStranger(InvitingMeetingDocument, { code }).catch(() => null))?.meeting ?? null,
  });
  /** What a meeting's link says to who is not signed in. */
  protected readonly invitation = computed(() => {
    if (!/^\/m\//.test(this.return() ?? '')) return undefined;
    const title = this.#meeting.hasValue() ? this.#meeting.value()?.title : undefined;
    return title ? $localize`:@@signInToJoinTitle:Join ${title}:title:` : $localize`:@@signInToJoin:Join the meeting`;
  });

  protected async enter(event: Event): Promise<void> {
    event.preventDefault();
    const email = this.emailValue().trim();
    const password = this.passwordValue();
    if (!this.form.demand({ email, password })) return this.#focusFirstError();
    const isIn = await this.form.send(() => this.#session.signIn({ email, password }));
    if (!isIn) this.#focusFirstError();
  }

  #focusFirstError(): void {
    if (this.form.of('email')) this.email().focus();
    else this.password().focus();
  }
}
