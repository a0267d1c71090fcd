import { Refused } from '@parley/errors';
import { requireShowable } from '@parley/subgraph';

/** Characters of what is searched for, at most. */
const MOST_CHARACTERS = 200;

/** @throws Refused BAD_USER_INPUT: blank, over 200 characters, or with characters that cannot be shown */
export function requireSearchText(said: string): string {
  const text = said.trim();
  if (text === '') throw Refused.badInput('Say what to search for.', 'query');
  if (text.length > MOST_CHARACTERS)
    throw Refused.badInput(`A search has at most ${MOST_CHARACTERS} characters.`, 'query');
  requireShowable(text, 'query');
  return text;
}
