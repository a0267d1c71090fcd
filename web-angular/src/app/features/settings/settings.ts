import { ChangeDetectionStrategy, Component, effect, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Theme, ThemeChoice } from '../../design/theme';
import { MyProfileDocument, UpdateProfileDocument } from '../../graph/generated/self/graphql';
import { Graph } from '../../graph/graph';
import { Loading } from '../../graph/loading';
import type { UserError } from '../../graph/user-error';
import { Session } from '../../session/session';
import { CheckField } from '../../ui/check-field';
import { LoadFailure } from '../../ui/load-failure';
import { TextField } from '../../ui/text-field';
import { Toaster } from '../../ui/toaster';
import { ringSilently, ringsSilently } from '../calls/ring-tone';
import { LanguageChoice } from './language-choice';
import { LastSeenChoice } from './last-seen-choice';
import { OwnPicture } from './own-picture';

/** One's own profile, how Parley looks, and the way out. */
@Component({
  selector: 'parley-settings',
  imports: [CheckField, LanguageChoice, LastSeenChoice, LoadFailure, OwnPicture, RouterLink, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './settings.html',
  styleUrl: './settings.css',
})
export class Settings {
  readonly #graph = inject(Graph);
  readonly #session = inject(Session);
  readonly #toaster = inject(Toaster);
  readonly #loading = new Loading();
  readonly #refusals = signal<readonly UserError[]>([]);
  protected readonly theme = inject(Theme);
  protected readonly state = this.#loading.state;

  protected readonly displayName = signal('');
  protected readonly title = signal('');
  protected readonly phone = signal('');
  protected readonly isBusy = signal(false);
  protected readonly themes: readonly { readonly value: ThemeChoice; readonly label: string }[] = [
    { value: 'system', label: $localize`:@@themeSystem:Like the system` },
    { value: 'light', label: $localize`:@@themeLight:Light` },
    { value: 'dark', label: $localize`:@@themeDark:Dark` },
  ];

  /** Whether calls ring without a sound here. */
  protected readonly isSilent = signal(ringsSilently());

  constructor() {
    effect(() => ringSilently(this.isSilent()));
    void this.load();
  }

  protected load(): Promise<boolean> {
    return this.#loading.run(async () => this.#take((await this.#graph.ask(MyProfileDocument, {})).me));
  }

  protected refusalOf(field: string): string | undefined {
    return this.#refusals().find((error) => error.field?.at(-1) === field)?.message;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    try {
      const input = {
        displayName: this.displayName().trim(),
        title: this.title().trim() || null,
        phone: this.phone().trim() || null,
      };
      const { user, userErrors } = (await this.#graph.ask(UpdateProfileDocument, { input })).updateProfile;
      this.#refusals.set(userErrors);
      if (user) {
        this.#take(user);
        this.#session.changed({ displayName: user.displayName });
        this.#toaster.show($localize`:@@profileSaved:Profile saved`);
      } else if (userErrors.every(({ field }) => !field)) this.#toaster.show(userErrors[0]?.message ?? '');
    } catch {
      this.#toaster.show($localize`:@@profileNotSaved:The profile could not be saved. Try again in a moment.`);
    } finally {
      this.isBusy.set(false);
    }
  }

  protected signOut(): Promise<void> {
    return this.#session.signOut();
  }

  #take(profile: { displayName: string; title?: string | null; phone?: string | null }): void {
    this.displayName.set(profile.displayName);
    this.title.set(profile.title ?? '');
    this.phone.set(profile.phone ?? '');
  }
}
