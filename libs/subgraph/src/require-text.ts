import { Refused } from '@parley/errors';

// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** @throws Refused BAD_USER_INPUT: control characters other than tab and line breaks, or half of a surrogate pair */
export function requireShowable(text: string, ...field: string[]): void {
  if (CONTROL.test(text) || !text.isWellFormed())
    throw Refused.badInput('This text has characters that cannot be shown.', ...field);
}

/**
 * Text a person typed, trimmed and in Unicode's composed form.
 * @param limits least and most characters (code points) after trimming
 * @throws Refused BAD_USER_INPUT: too short, too long, control characters, half of a surrogate pair
 */
export function requireText(text: string, limits: { least: number; most: number }, ...field: string[]): string {
  requireShowable(text, ...field);
  const clean = text.trim().normalize('NFC');
  const length = [...clean.slice(0, limits.most * 2 + 1)].length;
  if (length < limits.least)
    throw Refused.badInput(
      limits.least === 1 ? 'This cannot be empty.' : `At least ${limits.least} characters are needed.`,
      ...field,
    );
  if (length > limits.most) throw Refused.badInput(`At most ${limits.most} characters are allowed.`, ...field);
  return clean;
}
