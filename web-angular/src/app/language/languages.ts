/** What the client speaks, English first: it is the source of all words and needs no file. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language by its own name, as it stands in a list to choose from. */
export const NATIVE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ar: 'العربية',
};

/** What is spoken, and how dates and numbers are written. */
export interface Spoken {
  readonly language: Language;
  /** BCP 47, of this language, with the region that the person or the browser names. */
  readonly locale: string;
}

/** The language of a BCP 47 tag, if it is spoken here. */
export function languageOf(tag: string | null | undefined): Language | undefined {
  const primary = tag?.toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language === primary);
}

/** The person's own choice, else the first of the browser's languages that is spoken here, else English. */
export function choose(own: string | null | undefined, browser: readonly string[]): Spoken {
  const language = [own, ...browser].map(languageOf).find((found) => found !== undefined) ?? 'en';
  const regional = [own, ...browser].find((tag) => tag?.includes('-') && languageOf(tag) === language);
  return { language, locale: written(regional ?? language) };
}

/** Whether lines run from right to left. */
export function isRightToLeft(language: Language): boolean {
  return language === 'ar';
}

/** Counts on the screen are in the digits 0 to 9; so are the times beside them. */
function written(tag: string): string {
  try {
    const locale = new Intl.Locale(tag);
    return locale.language === 'ar' ? new Intl.Locale(tag, { numberingSystem: 'latn' }).toString() : locale.toString();
  } catch {
    return languageOf(tag) ?? 'en';
  }
}
