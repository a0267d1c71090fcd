import { Refused } from '@parley/errors';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';

/** G10: a password that is the only factor has at least 15 characters; there are no composition rules. */
export const LEAST_CHARACTERS = 15;
/** Well above the 64 that must be allowed; bounds the work of one hash. */
export const MOST_CHARACTERS = 256;
/** zxcvbn's estimate: 0 and 1 mean under 10^6 guesses, which is what common words and plain repetitions get. */
const LEAST_SCORE = 2;
/** zxcvbn's work grows with length; the beginning of a very long password is judged alone. */
const JUDGED_CHARACTERS = 100;

let estimator: ZxcvbnFactory | undefined;

/**
 * @param known words an attacker would try first: the person's own e-mail address and name
 * @throws Refused WEAK_PASSWORD
 */
export function requireStrongPassword(password: string, known: string[]): void {
  const refuse = (message: string) => new Refused('WEAK_PASSWORD', message, { field: ['password'] });
  const length = [...password.slice(0, MOST_CHARACTERS * 2 + 1)].length;
  if (length < LEAST_CHARACTERS) throw refuse(`At least ${LEAST_CHARACTERS} characters; four words work.`);
  if (length > MOST_CHARACTERS) throw refuse(`At most ${MOST_CHARACTERS} characters.`);
  estimator ??= new ZxcvbnFactory({ dictionary: { ...common, ...english }, graphs: adjacencyGraphs });
  const { score } = estimator.check(password.slice(0, JUDGED_CHARACTERS), known);
  if (score < LEAST_SCORE)
    throw refuse('This password is among the first that would be guessed. Four unrelated words work.');
}
