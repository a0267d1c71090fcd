import { describe, expect, it } from 'vitest';
import { foundIn } from './found-words';

/** Matches between brackets. */
const drawn = (body: string, query: string): string =>
  foundIn(body, query)
    .map(({ text, isMatch }) => (isMatch ? `[${text}]` : text))
    .join('');

describe('what a search shows of a message', () => {
  it.each([
    ['Das Café öffnet', 'cafe', 'Das [Café] öffnet'],
    ['Cafeteria or café?', 'CAF', '[Cafeteria] or [café]?'],
    ['early birds', 'bird earl', '[early] [birds]'],
    ['مَرْحَبًا بالجميع', 'مرحبا', '[مَرْحَبًا] بالجميع'],
    ['nothing here', 'zebra', 'nothing here'],
    ['50% off', '%', '50% off'],
  ])('marks the words in %j that %j finds', (body, query, expected) => expect(drawn(body, query)).toBe(expected));

  it('cuts a long message around the first word found, where a word begins', () => {
    const body = `${'lorem ipsum '.repeat(20)}needle${' dolor sit'.repeat(40)}`;
    const shown = drawn(body, 'needle');
    expect(shown).toMatch(/^… (lorem|ipsum) .*\[needle\] dolor.* …$/);
    expect(shown.length).toBeLessThan(230);
    expect(
      foundIn(body, 'needle')
        .map(({ text }) => text)
        .join(''),
    ).toContain(body.slice(210, 300));
  });
});
