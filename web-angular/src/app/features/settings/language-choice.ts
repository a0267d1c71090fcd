import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { UpdateProfileDocument } from '../../graph/generated/self/graphql';
import { Graph } from '../../graph/graph';
import { Language, languageOf, LANGUAGES, NATIVE_NAMES } from '../../language/languages';
import { Session } from '../../session/session';
import { Toaster } from '../../ui/toaster';

/** Which language Parley speaks to this person, wherever they sign in. */
@Component({
  selector: 'parley-language-choice',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label for="language" i18n>Language</label>
    <select
      class="input"
      id="language"
      #list
      (change)="choose(list)"
      [disabled]="isBusy()"
      aria-describedby="language-hint"
    >
      <option value="" [selected]="!own()" i18n>Same as this browser</option>
      @for (one of languages; track one.language) {
        <option [value]="one.language" [lang]="one.language" [selected]="own() === one.language">{{ one.name }}</option>
      }
    </select>
    <p class="meta" id="language-hint" i18n>Choosing another language loads this page anew.</p>
  `,
  styles: `
    :host {
      display: grid;
      gap: 0.75rem;
      justify-items: start;
    }
    label {
      font: var(--section);
    }
    select {
      inline-size: min(26rem, 100%);
    }
  `,
})
export class LanguageChoice {
  readonly #graph = inject(Graph);
  readonly #session = inject(Session);
  readonly #toaster = inject(Toaster);

  protected readonly languages = LANGUAGES.map((language) => ({ language, name: NATIVE_NAMES[language] }));
  protected readonly own = computed<Language | undefined>(() => languageOf(this.#session.me()?.locale));
  protected readonly isBusy = signal(false);

  protected async choose(list: HTMLSelectElement): Promise<void> {
    const locale = list.value || null;
    this.isBusy.set(true);
    try {
      const { user, userErrors } = (await this.#graph.ask(UpdateProfileDocument, { input: { locale } })).updateProfile;
      if (!user) throw new Error(userErrors[0]?.code);
      this.#session.changed({ locale });
      location.reload();
    } catch {
      list.value = this.own() ?? '';
      this.isBusy.set(false);
      this.#toaster.show($localize`:@@languageNotSaved:The language could not be saved. Try again in a moment.`);
    }
  }
}
