import { Refused } from '@parley/errors';

/** Different emoji a message has at most. */
export const MOST_EMOJI = 20;

/** One emoji as people know it, however many code points it has. Built from text: the compiler's target is older than the flag. */
const ONE_EMOJI = new RegExp('^\\p{RGI_Emoji}$', 'v');

/** @throws Refused BAD_USER_INPUT: anything but exactly one emoji */
export function requireEmoji(text: string): string {
  // No emoji is nearly as long: what is, is not looked at.
  if (text.length > 64 || !ONE_EMOJI.test(text)) throw Refused.badInput('A reaction is exactly one emoji.', 'emoji');
  return text;
}
