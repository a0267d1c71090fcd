import { recall } from '../session/remembered';
import { choose, isRightToLeft, type Language, type Spoken } from './languages';

/** English is in the client itself; every other language is a file of its own. */
const packs = {
  de: () => import('../../locale/de'),
  fr: () => import('../../locale/fr'),
  es: () => import('../../locale/es'),
  ar: () => import('../../locale/ar'),
} satisfies Record<Exclude<Language, 'en'>, unknown>;

let spoken: Spoken = { language: 'en', locale: 'en' };

/** How dates and numbers are written, BCP 47. */
export const spokenLocale = (): string => spoken.locale;

/** Whether a person of this choice (a profile's locale) needs the page loaded anew to be spoken to as they want. */
export const needsReload = (own: string | null | undefined): boolean =>
  choose(own, navigator.languages).language !== spoken.language;

/**
 * Has the words of the language ready, before anything that has words is loaded. When its file does not come, the client
 * speaks English.
 */
export async function speak(): Promise<void> {
  const wanted = choose(recall()?.locale, navigator.languages);
  try {
    if (wanted.language !== 'en') {
      const [{ takeWords }, pack] = await Promise.all([import('./words'), packs[wanted.language]()]);
      takeWords(wanted.language, pack);
    }
    spoken = wanted;
  } catch {
    spoken = choose('en', navigator.languages);
  }
  $localize.locale = spoken.locale;
  document.documentElement.lang = spoken.language;
  document.documentElement.dir = isRightToLeft(spoken.language) ? 'rtl' : 'ltr';
}
