import { registerLocaleData } from '@angular/common';
import { loadTranslations } from '@angular/localize';

/** A language's words by message id, and how its dates, numbers and plurals go. */
export interface Pack {
  readonly data: unknown;
  readonly words: { readonly translations: Record<string, string> };
}

/** From here on `$localize` and `i18n` give these words; what is missing stays English. */
export function takeWords(language: string, { data, words }: Pack): void {
  registerLocaleData(data, language);
  loadTranslations(words.translations);
}
