import { parseId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { MemberId } from '../conversations/member.ts';

/** People a message mentions at most. */
export const MOST_MENTIONS = 50;

/** Each once, in the order given. @throws Refused BAD_USER_INPUT: a malformed id, or over 50 */
export function requireMentions(ids: readonly string[]): MemberId[] {
  const members = ids.map((id) => parseId('user', id) ?? parseId('guest', id));
  const known = members.filter((id) => id !== undefined);
  if (known.length < members.length) throw Refused.badInput('This is not the id of a member.', 'mentions');
  const each = [...new Set(known)];
  if (each.length > MOST_MENTIONS)
    throw Refused.badInput(`A message mentions at most ${MOST_MENTIONS} people.`, 'mentions');
  return each;
}
