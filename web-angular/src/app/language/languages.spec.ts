import { describe, expect, it } from 'vitest';
import { choose, languageOf } from './languages';

describe('the language spoken', () => {
  it.each([
    [null, ['de-AT', 'en'], 'de', 'de-AT'],
    ['fr', ['de-AT'], 'fr', 'fr'],
    ['fr', ['de', 'fr-CA'], 'fr', 'fr-CA'],
    [undefined, ['nl', 'es'], 'es', 'es'],
    [null, ['nl', 'ja-JP'], 'en', 'en'],
    [null, [], 'en', 'en'],
    ['nl', ['en-GB'], 'en', 'en-GB'],
    ['ar', ['en'], 'ar', 'ar-u-nu-latn'],
    [null, ['ar-EG'], 'ar', 'ar-EG-u-nu-latn'],
    ['de-!', ['en'], 'de', 'de'],
  ])('of %s in a browser of %s is %s, written %s', (own, browser, language, locale) => {
    expect(choose(own, browser)).toEqual({ language, locale });
  });

  it('is named by the first part of a tag', () => {
    expect(languageOf('ES-419')).toBe('es');
    expect(languageOf('arq')).toBeUndefined();
  });
});
