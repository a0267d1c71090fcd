/** A stretch of a message that was found; `isMatch` where a word of the search begins the word. */
export interface FoundPart {
  readonly text: string;
  readonly isMatch: boolean;
}

/** How much of a message is shown before and behind the first word found, in characters. */
const [BEFORE, BEHIND] = [40, 160];
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** A word as the server compares it: without accents, vowel signs and case. */
const folded = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u0640\u064b-\u065f]/g, '')
    .toLowerCase();

/** The stretch of a message around the first word found, cut where words begin. */
export function foundIn(body: string, query: string): readonly FoundPart[] {
  const wanted = (query.match(WORD) ?? []).map(folded);
  const words = [...body.matchAll(WORD)].map(({ 0: text, index }) => ({ text, index, end: index + text.length }));
  const matches = words.filter(({ text }) => wanted.some((beginning) => folded(text).startsWith(beginning)));
  const first = matches[0]?.index ?? 0;
  const from = first <= BEFORE ? 0 : (words.find(({ index }) => index >= first - BEFORE)?.index ?? first);
  const to = Math.min(body.length, first + BEHIND);
  const parts: FoundPart[] = from > 0 ? [{ text: '… ', isMatch: false }] : [];
  let at = from;
  for (const { index, end } of matches) {
    if (index >= to) break;
    if (index > at) parts.push({ text: body.slice(at, index), isMatch: false });
    parts.push({ text: body.slice(index, end), isMatch: true });
    at = end;
  }
  if (at < to) parts.push({ text: body.slice(at, to), isMatch: false });
  if (to < body.length) parts.push({ text: ' …', isMatch: false });
  return parts;
}
